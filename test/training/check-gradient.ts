import { expect } from "vitest";
import type { GaussianInput, Network } from "../../src/network/network.ts";
import type { Loss } from "../../src/training/loss.ts";
import type { GradientOptions } from "../../src/training/options.ts";
import { valueAndGradient } from "../../src/training/value-and-gradient.ts";
import { along, directions, moved } from "./directions.ts";

export type Case = Network & { readonly input: GaussianInput };

/** Derivatives smaller than this are zeros but for rounding. */
const NOTHING = 1e-6;
/** Large steps meet curvature, small ones rounding: one of them must do. */
const STEPS = [1e-3, 4e-3, 1e-4];
/** Roundings that a value has gone through, in units of itself. */
const ROUNDING = 1e-14;

/** Whether a variance was floored, where it has no derivative, and near which differences do not see one. */
export async function isFloored(network: Network, loss: Loss, options: GradientOptions): Promise<boolean> {
  const { warnings } = await valueAndGradient(network, loss, options);
  return warnings.some(({ code }) => code === "floored-variance" || code === "negative-variance");
}

/** Holds a gradient against central differences, along a direction of every tensor. */
export async function checkGradient(network: Case, loss: Loss, options: GradientOptions): Promise<void> {
  const at = (other: Network) => valueAndGradient(other, loss, options);
  const { value, gradient } = await at(network);
  for (const direction of directions(network)) {
    const { derivative, scale } = along(gradient, direction);
    let least = Number.POSITIVE_INFINITY;
    for (const step of STEPS) {
      const difference = await sixPoint(async (t) => (await at(moved(network, direction, t))).value, step);
      const error = Math.abs(difference - derivative) - (ROUNDING * Math.abs(value)) / step;
      least = Math.min(least, error / Math.max(scale, NOTHING));
      if (least < 1e-6) break;
    }
    expect(least, direction.name).toBeLessThan(1e-6);
  }
}

/** The central difference of six points, wrong by a sixth power of the step. */
async function sixPoint(value: (t: number) => Promise<number>, step: number): Promise<number> {
  const central = async (h: number) => ((await value(h)) - (await value(-h))) / (2 * h);
  const [one, two, three] = [await central(step), await central(2 * step), await central(3 * step)];
  return 1.5 * one - 0.6 * two + 0.1 * three;
}
