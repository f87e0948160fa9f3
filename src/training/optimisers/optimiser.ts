import { reading } from "../../errors.ts";
import { badOption } from "../../network/fail.ts";
import type { FloatArray } from "../../network/network.ts";
import { isPlain, show } from "../../show.ts";
import { adam } from "./adam.ts";
import type { Follow } from "./follow.ts";
import { momentum } from "./momentum.ts";
import { sgd } from "./sgd.ts";

/** How parameters follow their gradient, and how fast: all defaults are those of the field. */
export type Optimiser =
  /** p ← p − rate · g. */
  | { readonly type: "sgd"; readonly rate: Rate }
  /** v ← momentum · v + g, p ← p − rate · v; momentum from 0 to below 1, default 0.9. */
  | { readonly type: "momentum"; readonly rate: Rate; readonly momentum?: number }
  /** Kingma and Ba, arXiv:1412.6980, with its defaults: averages by 0.9 and 0.999, ε = 1e-8. */
  | { readonly type: "adam"; readonly rate: Rate };

/** One for all steps, or of each step, counted from 0: a number of at least 0. */
export type Rate = number | ((step: number) => number);

/**
 * An optimiser at its beginning, for so many parameters: its next step.
 *
 * @throws KpropError `bad-option`; the step for a rate that is no number of at least 0
 */
export function following(
  optimiser: Optimiser,
  count: number,
): (parameters: FloatArray, gradient: FloatArray) => void {
  const { rate, follow } = reading("the optimiser", "bad-option", () => {
    if (!isPlain(optimiser)) throw badOptimiser(optimiser);
    return { rate: optimiser.rate, follow: followOf(optimiser, count) };
  });
  const rateAt = typeof rate === "function" ? rate : () => rate;
  checkRate(rateAt(0), 0);
  let step = 0;
  return (parameters, gradient) => {
    follow(parameters, gradient, checkRate(rateAt(step), step));
    step++;
  };
}

function followOf(optimiser: Optimiser, count: number): Follow {
  switch (optimiser.type) {
    case "sgd":
      return sgd;
    case "momentum":
      return momentum(checkMomentum(optimiser.momentum ?? 0.9), count);
    case "adam":
      return adam(count);
    default:
      throw badOptimiser(optimiser);
  }
}

function checkMomentum(value: number): number {
  if (typeof value === "number" && value >= 0 && value < 1) return value;
  return badOption(`the optimiser's momentum is ${show(value)}; expected a number from 0 to below 1`);
}

function checkRate(rate: number, step: number): number {
  if (Number.isFinite(rate) && rate >= 0) return rate;
  const what = "expected a number of at least 0, or a function that gives one";
  return badOption(`the optimiser's rate at step ${step} is ${show(rate)}; ${what}`);
}

function badOptimiser(optimiser: unknown): never {
  return badOption(`the optimiser is ${show(optimiser)}; expected a type of sgd, momentum, adam`);
}
