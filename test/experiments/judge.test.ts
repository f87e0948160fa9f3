import { describe, expect, it } from "vitest";
import { judge } from "../../experiments/measure/judge.ts";
import type { Truth } from "../../experiments/measure/truth.ts";

const OUTPUTS = 12;
const CHUNKS = 10;
const TRIALS = 3000;
const VARIANCE = 2;

/** Normals from a seed: Box–Muller on a linear congruential generator. */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A truth with zero means, from chunks whose errors have a part in common. */
function drawTruth(normal: () => number, size: number): Truth {
  const chunks = Array.from({ length: CHUNKS }, () => {
    const common = normal();
    return Float64Array.from({ length: OUTPUTS }, () => size * Math.sqrt(CHUNKS) * (common + normal()));
  });
  const mean = chunks[0]!.map((_, i) => chunks.reduce((sum, chunk) => sum + chunk[i]!, 0) / CHUNKS);
  return {
    samples: CHUNKS,
    mean,
    variance: new Float64Array(OUTPUTS).fill(VARIANCE),
    standardError: new Float64Array(OUTPUTS).fill(size * Math.SQRT2),
    deviations: chunks.map((chunk) => chunk.map((x, i) => x - mean[i]!)),
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

describe("a judgement by a truth with correlated noise", () => {
  for (const [name, size] of [
    ["small beside the error", 0.05],
    ["as large", 0.5],
    ["larger", 2],
  ] as const) {
    const normal = normals(7);
    const estimate = Float64Array.from({ length: OUTPUTS }, (_, i) => (i % 3) - 0.5);
    const exact = average([...estimate].map((x) => x * x));
    const judged = Array.from({ length: TRIALS }, () => judge(drawTruth(normal, size), estimate));
    const errors = judged.map(({ vnmse }) => vnmse - exact / VARIANCE);
    const spread = Math.sqrt(average(errors.map((x) => x * x)));

    it(`is unbiased, noise ${name}`, () => {
      // Four standard errors of the trials' mean.
      expect(Math.abs(average(errors))).toBeLessThan((4 * spread) / Math.sqrt(TRIALS));
      expect(average(judged.map(({ mse }) => mse))).toBeCloseTo(exact + VARIANCE * average(errors), 10);
    });

    it(`knows its standard error, noise ${name}`, () => {
      const claimed = Math.sqrt(average(judged.map(({ noise }) => noise ** 2)));
      // Clipped from below it errs on the safe side: by 1.4 if there is nothing but noise, all of it in one direction.
      expect(claimed / spread).toBeGreaterThan(0.9);
      expect(claimed / spread).toBeLessThan(1.4);
    });
  }
});
