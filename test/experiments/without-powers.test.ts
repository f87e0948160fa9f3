import { describe, expect, it } from "vitest";
import { withoutPowers } from "../../experiments/measure/without-powers.ts";
import { estimate, randomNetwork } from "../../src/index.ts";

const signal = new AbortController().signal;

/** How far its means are from those of order 2, at most. */
async function difference(activation: string, depth: number): Promise<number> {
  const network = await randomNetwork({ activation, width: 9, depth, biasVariance: 0.5, seed: 1 });
  const { output } = await estimate(network, { order: 2, dtype: "f32" });
  const without = await withoutPowers.run(network, signal);
  return Math.max(...without.output.mean.map((x, i) => Math.abs(x - output.mean[i]!)));
}

describe("order 2 without power cumulants", () => {
  it("is order 2 for one hidden layer, which asks for no covariance after it", async () => {
    expect(await difference("relu", 1)).toBeLessThan(1e-6);
  });

  it("is order 2 for a linear network, whose powers say nothing new", async () => {
    expect(await difference("identity", 4)).toBeLessThan(1e-5);
  });

  it("differs from it otherwise", async () => {
    expect(await difference("relu", 2)).toBeGreaterThan(1e-2);
  });
});
