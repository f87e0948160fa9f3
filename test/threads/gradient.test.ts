import { afterAll, describe, expect, it } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import type { Loss } from "../../src/training/loss.ts";
import { valueAndGradient } from "../../src/training/value-and-gradient.ts";
import { sameBits } from "../support/bits.ts";

const engine = new Engine();
afterAll(() => engine.dispose());

const squares: Loss = ({ mean, covariance }) => ({
  value: mean.reduce((total, x) => total + x * x, 0),
  mean: mean.map((x) => 2 * x),
  covariance: covariance!.data,
});

/** Wide enough for some operations to be shared. */
const WIDTHS = { 2: [350, 351, 299], 3: [180, 181, 99] };

const METHODS = [
  { order: 2, kind: "simple" },
  { order: 2, kind: "augment" },
  { order: 3, kind: "simple", form: "shared-chain" },
  { order: 3, kind: "simple", form: "dense" },
] as const;

describe("a gradient by several threads", () => {
  it.each(METHODS)("has the bits of one by one thread: %o", async (options) => {
    const network = await randomNetwork({
      ...{ inputs: 151, widths: WIDTHS[options.order], outputs: 40, biasVariance: 0.1, seed: 1 },
      activation: "gelu",
    });
    const run = (threads: number) =>
      valueAndGradient(network, squares, { ...options, dtype: "f32", threads, engine });
    const alone = await run(1);
    for (const threads of [2, 3]) {
      const shared = await run(threads);
      expect(shared.threads).toBe(threads);
      expect(shared.value).toBe(alone.value);
      const same = shared.gradient.layers.map(({ weight, bias }, l) => {
        const other = alone.gradient.layers[l]!;
        return sameBits(weight, other.weight) && sameBits(bias!, other.bias!);
      });
      expect(same).toEqual([true, true, true, true]);
    }
  });

  it("reports progress, and can be aborted on the way back", async () => {
    const network = await randomNetwork({ width: 300, depth: 5, seed: 3 });
    const seen: number[] = [];
    const options = { order: 3, threads: 2, engine, dtype: "f64" } as const;
    const { flops } = await valueAndGradient(network, squares, {
      ...options,
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    expect(flops).toBeGreaterThan(2 ** 31);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    const controller = new AbortController();
    const late: Loss = (moments) => {
      setTimeout(() => controller.abort(new Error("enough")), 20);
      return squares(moments);
    };
    const { signal } = controller;
    await expect(valueAndGradient(network, late, { ...options, signal })).rejects.toThrow("enough");
  });
});
