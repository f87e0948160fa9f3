import { describe, expect, it } from "vitest";
import { parseActivation } from "../../src/activations/parse.ts";
import type { Matrix } from "../../src/network/network.ts";
import { activationCovariance } from "../../src/sampling/control/covariance.ts";
import { layerMoments } from "../../src/sampling/control/layer-moments.ts";
import { core } from "../../src/sampling/core.ts";
import { Memory } from "./memory.ts";

const memory = await Memory.create();
const exp = memory.kernel("exp");
const cdf = memory.kernel("normalCdf");

/** Cov(φ(x), φ(y)) of two Gaussians with these means, variances and correlation. */
function covariance(name: string, mean: [number, number], variance: [number, number], rho: number): number {
  const { wick: source } = parseActivation(name);
  const c = rho * Math.sqrt(variance[0] * variance[1]);
  const matrix: Matrix = { rows: 2, columns: 2, data: Float64Array.of(variance[0], c, c, variance[1]) };
  const vectors = [Float64Array.from(mean), Float64Array.from(variance)] as const;
  const degree = source.family === "polynomial" ? source.coefficients.length - 1 : 1;
  const moments = layerMoments(core(), memory.kernels, source, ...vectors, degree);
  const neurons = { mean: vectors[0], covariance: matrix, source, ...moments };
  const work = activationCovariance(neurons, exp);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value.data[1]!;
  }
}

/** The same by the midpoint rule: E[φ(x) E[φ(y) | x]], of relu, in closed form given x; 2^16 points over ±9 σ. */
function reluByIntegral(mean: [number, number], variance: [number, number], rho: number): number {
  const [sx, sy] = variance.map(Math.sqrt) as [number, number];
  const relu = (m: number, s: number) =>
    s === 0 ? Math.max(0, m) : m * cdf(m / s) + s * Math.exp(-((m / s) ** 2) / 2) * 0.3989422804014327;
  const rest = sy * Math.sqrt(Math.max(0, 1 - rho * rho));
  const points = 2 ** 16;
  let sum = 0;
  for (let at = 0; at < points; at++) {
    const g = ((at + 0.5) / points) * 18 - 9;
    const weight = Math.exp((-g * g) / 2) * 0.3989422804014327 * (18 / points);
    sum += weight * Math.max(0, mean[0] + sx * g) * relu(mean[1] + rho * sy * g, rest);
  }
  return sum - relu(mean[0], sx) * relu(mean[1], sy);
}

describe("covariances of activations", () => {
  it.each([
    -0.99, -0.6, -0.1, 0, 1e-9, 0.3, 0.9, 0.9999, 1,
  ])("of relu without means are the arc-cosine kernel's: ρ = %f", (rho) => {
    const theta = Math.acos(rho);
    const kernel = (Math.sin(theta) + (Math.PI - theta) * rho) / (2 * Math.PI) - 1 / (2 * Math.PI);
    expect(covariance("relu", [0, 0], [4, 9], rho)).toBeCloseTo(6 * kernel, 12);
  });

  it.each([
    [[0.5, -0.3], [1, 2], 0.4],
    [[-2, 1], [0.5, 3], -0.7],
    [[1.5, 1.4], [1, 1], 0.95],
    [[-1, 1], [1, 1], -0.99],
    [[3, -3], [1, 1], 0.8],
  ] as [
    [number, number],
    [number, number],
    number,
  ][])("of relu with means %o, variances %o, ρ = %f are the integral's", (mean, variance, rho) => {
    // The midpoint rule's error at relu's kink, 1e-9.
    expect(
      Math.abs(covariance("relu", mean, variance, rho) - reluByIntegral(mean, variance, rho)),
    ).toBeLessThan(3e-9);
  });

  it("of relu almost alike, where the integrand is steepest, are good to 1e-6 of the variance", () => {
    const found = covariance("relu", [0.5, 0.51], [1, 1], 0.99999);
    expect(Math.abs(found - reluByIntegral([0.5, 0.51], [1, 1], 0.99999))).toBeLessThan(1e-6);
  });

  it("of abs are twice what relu's second part gives", () => {
    const [mean, variance, rho] = [[0, 0], [1, 1], 0.5] as const;
    const theta = Math.acos(rho);
    const exact = (2 / Math.PI) * (Math.sin(theta) + (Math.PI / 2 - theta) * rho) - 2 / Math.PI;
    expect(covariance("abs", [...mean], [...variance], rho)).toBeCloseTo(exact, 12);
  });

  it("of squares are 2 Σ² + 4 μ ν Σ", () => {
    const c = 0.3 * Math.sqrt(6);
    expect(covariance("square", [0.5, -2], [2, 3], 0.3)).toBeCloseTo(2 * c * c + 4 * 0.5 * -2 * c, 12);
  });

  it("of a neuron without variance are 0", () => {
    expect(covariance("relu", [1, 1], [0, 1], 0)).toBe(0);
  });
});
