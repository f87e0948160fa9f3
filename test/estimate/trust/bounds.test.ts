import { describe, expect, it } from "vitest";
import { bounds, resample } from "../../../src/estimate/trust/bounds.ts";
import { scatterOf } from "../../../src/estimate/trust/scatter.ts";
import type { BatchedMoments } from "../../../src/sampling/batches.ts";
import { normals } from "./support.ts";

/** Batches whose scatter has exactly these eigenvalues, on the axes. */
function batched(eigenvalues: readonly number[]): BatchedMoments {
  const deviations = eigenvalues.map((value, i) =>
    Float64Array.from(eigenvalues, (_, j) => (i === j ? Math.sqrt(value) : 0)),
  );
  const zero = new Float64Array(eigenvalues.length);
  const standardError = Float64Array.from(eigenvalues, Math.sqrt);
  return { samples: 64, output: { mean: zero, variance: zero, standardError }, deviations };
}

describe("the scatter", () => {
  it("has the eigenvalues that it was made of", () => {
    const { trace, largest, dimension, direction } = scatterOf(batched([1, 4, 3, 2]));
    expect(trace).toBeCloseTo(10, 12);
    expect(largest).toBeCloseTo(4, 9);
    expect(dimension).toBeCloseTo(2.5, 9);
    expect(Math.abs(direction[1]!)).toBeCloseTo(1, 9);
  });

  it("takes its trace from the standard errors", () => {
    const { output, deviations } = batched([1, 4]);
    const standardError = output.standardError.map((x) => 3 * x);
    const scatter = scatterOf({ output: { ...output, standardError }, deviations });
    expect(scatter.trace).toBeCloseTo(45, 12);
    expect(scatter.largest).toBeCloseTo(36, 9);
  });

  it("of batches that do not differ is nothing", () => {
    expect(scatterOf(batched([0, 0]))).toMatchObject({ trace: 0, largest: 0, dimension: 0 });
  });
});

describe("bounds", () => {
  it("in one dimension are those of a normal: |d| ± 1.645 σ where d is large", async () => {
    const scatter = scatterOf(batched([4]));
    const resamples = resample(scatter, await normals(40_000, 1, 1));
    const { lower, upper } = bounds(100, resamples);
    // The quantile of 40,000 resamples has a standard deviation of 0.011 σ.
    expect(Math.abs(Math.sqrt(lower) - (10 - 2 * 1.645))).toBeLessThan(0.08);
    expect(Math.abs(Math.sqrt(upper) - (10 + 2 * 1.645))).toBeLessThan(0.08);
  });

  it("are not zero where samples agree with the estimate, and are |d|² where they have no error", async () => {
    const scatter = scatterOf(batched([1, 1, 1, 1]));
    const resamples = resample(scatter, await normals(4000, 1, 4));
    expect(bounds(4, resamples).lower).toBe(0);
    expect(bounds(4, resamples).upper).toBeGreaterThan(2);
    expect(bounds(0.1, resamples).upper).toBeGreaterThan(0.5);
    const exact = scatterOf(batched([0, 0]));
    expect(bounds(9, resample(exact, await normals(100, 1, 2)))).toEqual({ lower: 9, upper: 9 });
  });

  it.each([
    { eigenvalues: [1], truth: [3] },
    { eigenvalues: [1], truth: [0.5] },
    { eigenvalues: [8, 1, 1], truth: [0, 0, 2] },
    { eigenvalues: [8, 1, 1], truth: [4, 0, 0] },
    { eigenvalues: [1, 1, 1, 1, 1, 1], truth: [1, 0, 0, 0, 0, 0] },
  ])("hold in 95 % of cases: $eigenvalues, $truth", async ({ eigenvalues, truth }) => {
    const n = eigenvalues.length;
    const resamples = resample(scatterOf(batched(eigenvalues)), await normals(2000, 1, n));
    const draws = 2000;
    const errors = await normals(draws, 2, n);
    const square = truth.reduce((sum, x) => sum + x * x, 0);
    let [above, below] = [0, 0];
    for (let k = 0; k < draws; k++) {
      const seen = truth.reduce(
        (sum, x, i) => sum + (x + Math.sqrt(eigenvalues[i]!) * errors[k * n + i]!) ** 2,
        0,
      );
      const { lower, upper } = bounds(seen, resamples);
      if (upper >= square) above++;
      if (lower <= square) below++;
    }
    // Three standard errors of the share, and the resamples' own.
    expect(above / draws).toBeGreaterThan(0.93);
    expect(below / draws).toBeGreaterThan(0.93);
  });
});
