import { describe, expect, it } from "vitest";
import { Arena } from "../../src/backend/arena.ts";
import { instantiateKernels } from "../../src/backend/kernels.ts";
import { unscaled } from "../../src/tail/tails.ts";
import { wick } from "../activations/wick.ts";
import { withNeighbours } from "../gaussian/points.ts";
import { BigFloat, relativeError } from "../support/big-float.ts";
import { exp, log } from "../support/high-precision.ts";
import { type Gauss, gauss, reluWick, reluWickScale } from "../support/wick-twin.ts";

const kernels = await instantiateKernels();

/** In standard deviations from the threshold: both tails, table rows' ends, and far beyond where Φ is zero in f64. */
const ALPHAS = [-45, -38, -20, ...withNeighbours([-7.75, -2.25, -0.25]), -5, -1, 1e-9, 0.3, 2, 6, 9, 30];
const SIGMAS = [1e-5, 0.37, 1, 41];
const POINTS = SIGMAS.flatMap((sigma) =>
  ALPHAS.map((alpha) => ({
    mean: alpha * sigma,
    variance: sigma ** 2,
    z: gauss(alpha * sigma, sigma ** 2),
  })),
);
const means = POINTS.map(({ mean }) => mean);
const variances = POINTS.map(({ variance }) => variance);

/** e^(α²/2) for α < 0. */
function withoutFactor(value: BigFloat, { alpha }: Gauss): BigFloat {
  return alpha.isNegative ? value.times(exp(alpha.times(alpha).over(BigFloat.of(2)))) : value;
}

describe("1[z > 0] without the Gaussian factor of a lower tail", () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])("has w(%i) to 12 digits however far out", (k) => {
    wick({ family: "tail" }, k, 1, means, variances).forEach((value, i) => {
      const { z } = POINTS[i]!;
      const expected = withoutFactor(reluWick(k + 1, 1, z), z);
      const scale = withoutFactor(reluWickScale(k + 1, 1, z), z);
      expect(relativeError(value, expected, scale), `at ${means[i]}, ${variances[i]}`).toBeLessThan(1e-12);
    });
  });

  it("is rounded once in f32", () => {
    const m = means.map(Math.fround);
    const v = variances.map(Math.fround);
    const want = wick({ family: "tail" }, 3, 1, m, v).map(Math.fround);
    expect(wick({ family: "tail" }, 3, 1, m, v, "f32")).toEqual(want);
  });
});

function tails(mean: readonly number[], variance: readonly number[], scaled: readonly number[]) {
  const [m, v, x] = [mean, variance, scaled].map((values) => Float64Array.from(values));
  return unscaled(kernels, new Arena(kernels), m!, v!, x!);
}

describe("tail probabilities and their logarithms", () => {
  it.each([1, 0.03, 1.75])("are %d times Φ", (correction) => {
    const scaled = POINTS.map(({ z }) => correction * withoutFactor(z.distribution, z).toNumber());
    const found = tails(means, variances, scaled);
    POINTS.forEach(({ mean, variance, z }, i) => {
      expect(found.correction[i]! / correction).toBeCloseTo(1, 14);
      const expected = z.distribution.times(BigFloat.of(correction));
      if (expected.toNumber() >= 1) {
        expect([found.probability[i], found.logProbability[i]]).toEqual([1, 0]);
        return;
      }
      // α has rounding of its own, which its square magnifies.
      const alpha = mean / Math.sqrt(variance);
      const allowed = 4e-16 * (2 + alpha ** 2);
      if (alpha > -37) expect(relativeError(found.probability[i]!, expected)).toBeLessThan(allowed);
      else if (alpha < -39) expect(found.probability[i]).toBe(0);
      const logarithm = log(expected);
      expect(Math.abs(found.logProbability[i]! - logarithm.toNumber())).toBeLessThan(allowed);
    });
  });

  it("are kept between 0 and 1, and have no logarithm at 0", () => {
    const ones = [1, 1, 1, 1];
    const { probability, logProbability, correction } = tails(ones, ones, [-0.1, 0, 2, 1e300]);
    expect(probability).toEqual(Float64Array.of(0, 0, 1, 1));
    expect(logProbability).toEqual(Float64Array.of(-Infinity, -Infinity, 0, 0));
    expect(correction[0]).toBeLessThan(0);
  });
});
