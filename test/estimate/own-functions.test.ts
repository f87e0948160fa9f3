import { describe, expect, it } from "vitest";
import type { RealFunction } from "../../src/activations/smooth.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import { ownFunctionError } from "../../src/estimate/warnings/own-function.ts";
import { makeNetwork } from "../../src/network/make.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { valueAndGradient } from "../../src/training/value-and-gradient.ts";

/** Functions with kinks or jumps, and smooth ones, as users write them. */
const BROKEN: Readonly<Record<string, RealFunction>> = {
  hardshrink: (x) => (Math.abs(x) > 0.5 ? x : 0),
  relu6: (x) => Math.min(6, Math.max(0, x)),
  hardtanh: (x) => Math.max(-1, Math.min(1, x)),
  hardswish: (x) => (x * Math.min(6, Math.max(0, x + 3))) / 6,
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  relu: (x) => Math.max(0, x),
  step: (x) => (x > 0 ? 1 : 0),
  floor: Math.floor,
};
const SMOOTH: Readonly<Record<string, RealFunction>> = {
  tanh: Math.tanh,
  "tanh by hand": (x) => 1 - 2 / (Math.exp(2 * x) + 1),
  silu: (x) => x / (1 + Math.exp(-x)),
  mish: (x) => x * Math.tanh(Math.log1p(Math.exp(x))),
  cos: Math.cos,
  "a Gaussian": (x) => Math.exp((-x * x) / 2),
  cube: (x) => x * x * x,
  constant: () => 3,
  exp: Math.exp,
};

function single(activation: RealFunction, weight: number, bias: number) {
  return makeNetwork({ layers: [{ weight: [[weight]], bias: [bias], activation }, { weight: [[1]] }] });
}

/** The mean of f(z), z ~ N(mean, deviation²), by the midpoint rule. */
function meanOf(f: RealFunction, mean: number, deviation: number): number {
  const count = 400_000;
  let [sum, whole] = [0, 0];
  for (let i = 0; i < count; i++) {
    const z = -9 + (18 * (i + 0.5)) / count;
    const weight = Math.exp((-z * z) / 2);
    sum += weight * f(mean + deviation * z);
    whole += weight;
  }
  return sum / whole;
}

describe("an own function", () => {
  it.each(Object.keys(BROKEN))("with kinks or jumps is doubted: %s", async (name) => {
    for (const [weight, bias] of [
      [1, 0.3],
      [1, 0],
      [1, -1.1],
      [2, 0.3],
    ] as const) {
      const { warnings } = await estimate(single(BROKEN[name]!, weight, bias));
      expect(
        warnings.map(({ code }) => code),
        `${weight}, ${bias}`,
      ).toContain("quadrature");
    }
  });

  it.each(Object.keys(SMOOTH))("that is smooth is not: %s", async (name) => {
    for (const [weight, bias] of [
      [1, 0.3],
      [1, 0],
      [1, -1.1],
      [0.3, 2],
    ] as const) {
      const { warnings } = await estimate(single(SMOOTH[name]!, weight, bias));
      expect(
        warnings.map(({ code }) => code),
        `${weight}, ${bias}`,
      ).not.toContain("quadrature");
    }
  });

  it.each(
    Object.keys(BROKEN),
  )("is off by no more than some times what the warning says: %s", async (name) => {
    const f = BROKEN[name]!;
    const { output, warnings } = await estimate(single(f, 1, 0.3));
    const said = Number(/off by (\S+) of/.exec(warnings[0]!.message)![1]);
    const mean = meanOf(f, 0.3, 1);
    const deviation = Math.sqrt(meanOf((x) => (f(x) - mean) ** 2, 0.3, 1));
    expect(Math.abs(output.mean[0]! - mean) / deviation).toBeLessThan(5 * said);
  });

  it("is distrusted where averages are off by some hundredths, as of jumps", async () => {
    expect((await estimate(single(BROKEN.step!, 1, 0.3))).unreliable).toBe(true);
    expect((await estimate(single(BROKEN.elu!, 1, 0.3))).unreliable).toBe(false);
    const constant = ownFunctionError(() => 3, Float64Array.of(0), Float64Array.of(1));
    expect(constant).toBe(0);
    const [zero, one] = [Float64Array.of(0), Float64Array.of(1)];
    for (const odd of [
      () => 2n,
      (x: number) => (Math.abs(x) < 0.2 ? Number.NaN : x),
      (x: number) => 1e200 * x,
    ]) {
      expect(ownFunctionError(odd as RealFunction, zero, one)).toBe(1);
    }
  });

  it("is doubted in gradients too, and in every layer of a wide network, at little cost", async () => {
    let calls = 0;
    const kinked: RealFunction = (x) => {
      calls++;
      return Math.max(0, x);
    };
    const network = await randomNetwork({ width: 200, depth: 2, activation: kinked, seed: 1 });
    const { warnings } = await estimate(network, { ladder: false });
    expect(warnings.filter(({ code }) => code === "quadrature").map(({ layer }) => layer)).toEqual([1, 2]);
    const all = calls;
    calls = 0;
    ownFunctionError(kinked, new Float64Array(200), new Float64Array(200).fill(1));
    // 29 of the 200 neurons at 248 nodes, of two layers.
    expect(calls).toBe(29 * 248);
    expect(2 * calls).toBeLessThan(all / 5);
    const found = await valueAndGradient(network, { type: "mean", output: 0 });
    expect(found.warnings.map(({ code }) => code)).toContain("quadrature");
  });
});
