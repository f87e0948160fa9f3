import { describe, expect, it } from "vitest";
import { closerStages, costOfDraw, glance } from "../../../src/estimate/check/how-many.ts";
import { seenBy } from "../../../src/estimate/check/seen.ts";
import { isOdd, verdictOf } from "../../../src/estimate/check/verdict.ts";
import type { BatchedMoments } from "../../../src/sampling/batches.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";
import { batches } from "../trust/support.ts";

/** What samples of independent outputs would be, whose means are off by so many standard errors. */
function drawn(samples: number, deviations: readonly number[], off: readonly number[]): BatchedMoments {
  const scale = Float64Array.from(deviations);
  const standardError = scale.map((x) => x / Math.sqrt(samples));
  return {
    samples,
    output: {
      mean: standardError.map((x, i) => x * off[i]!),
      variance: scale.map((x) => x * x),
      standardError,
    },
    deviations: Array.from({ length: 64 }, (_, b) =>
      standardError.map((x, i) => (((b >> 2) & 15) === i ? x / 4 : 0)),
    ),
  };
}

describe("what is seen", () => {
  it("is measured by each output's own deviation", () => {
    const zero = new Float64Array(2);
    const one = seenBy(zero, drawn(100, [1, 1], [10, 0]));
    const other = seenBy(zero, drawn(100, [1000, 0.001], [10, 0]));
    expect(other.error).toBeCloseTo(one.error, 12);
    expect(other.beyond).toBeCloseTo(one.beyond, 9);
    expect(one.error).toBeCloseTo((100 - 2) / 100 / 2, 12);
    expect(one.worst).toBe(0);
  });

  it("in one dimension is beyond by the difference over its standard error", () => {
    expect(seenBy(new Float64Array(1), drawn(64, [1], [3])).beyond).toBeCloseTo(3, 9);
  });

  it("leaves out an output that is the same in all samples, and says where the estimate has another", () => {
    const batched = drawn(64, [1, 0], [0, 0]);
    expect(seenBy(Float64Array.of(0, 1), batched)).toMatchObject({ still: true, worst: 0 });
    expect(seenBy(Float64Array.of(0, 0), batched)).toMatchObject({ still: false });
  });

  it("bounds the error from above in nearly all of 200 draws, at the error itself", async () => {
    const network = await randomNetwork({ width: 16, depth: 1, outputs: 4, seed: 1 });
    const truth = (await batches(network, { samples: 2 ** 18, seed: 1 })).output;
    let below = 0;
    for (let seed = 2; seed < 202; seed++) {
      const estimate = truth.mean.map((x, i) => x + 0.2 * Math.sqrt(truth.variance[i]!));
      if (seenBy(estimate, await batches(network, { samples: 256, seed })).upper < 0.04) below++;
    }
    expect(below).toBeLessThan(10);
  });
});

describe("the verdict", () => {
  const seen = { error: 0, upper: 0, beyond: 0, still: false, worst: 0, variance: 1 };

  it("is open until samples can tell a tenth of a deviation", () => {
    expect(verdictOf({ ...seen, upper: 0.02 }, false)).toBe("open");
    expect(verdictOf({ ...seen, upper: 0.009 }, false)).toBe("right");
    expect(verdictOf({ ...seen, error: 0.05, upper: 0.1, beyond: 6 }, false)).toBe("off");
    expect(verdictOf({ ...seen, error: 0.009, upper: 0.1, beyond: 6 }, false)).toBe("open");
    expect(verdictOf({ ...seen, error: 0.009, upper: 0.1, beyond: 6 }, true)).toBe("off");
    expect(verdictOf({ ...seen, error: 0.5, upper: 1, beyond: 3 }, true)).toBe("open");
  });

  it("waits for a closer look where a first one is odd", () => {
    expect(isOdd({ ...seen, beyond: 3 })).toBe(true);
    expect(isOdd({ ...seen, beyond: 1 })).toBe(false);
    expect(isOdd({ ...seen, still: true })).toBe(true);
  });
});

describe("how many are drawn", () => {
  const shape = (widths: readonly number[]) => ({
    layers: widths.slice(1).map((rows, l) => ({
      weight: { rows, columns: widths[l]!, data: new Float64Array(0) },
      bias: null,
      activation: null,
      weightVariance: null,
    })),
  });

  it("depends on the shape alone: some dozens of a wide network, hundreds of a narrow one", () => {
    expect(costOfDraw(shape([2, 3]))).toBe(2 * 2 * 3 + 300 * 5);
    expect(glance(shape([256, 256, 256, 256, 256, 256]))).toBe(32);
    expect(glance(shape([64, 64, 64, 64, 64, 10]))).toBe(126);
    expect(glance(shape([1, 4, 1]))).toBe(1024);
  });

  it("goes up in stages, as far as it costs no more than a fixed amount or the estimate", () => {
    expect(closerStages(shape([1, 4, 1]), 0)).toEqual([1024, 4096, 16384]);
    expect(closerStages(shape([256, 256, 256, 256, 256, 256]), 0)).toEqual([1024, 3847]);
    const huge = shape([8192, 8192, 8192, 8192]);
    expect(closerStages(huge, 0)).toEqual([]);
    expect(closerStages(huge, 1e12)).toEqual([1024, 2424]);
  });
});
