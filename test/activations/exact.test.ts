import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WickSource } from "../../src/activations/activation.ts";
import { leakyRelu } from "../../src/activations/leaky-relu.ts";
import { parseActivation } from "../../src/activations/parse.ts";
import { spread } from "../gaussian/points.ts";
import { BigFloat, relativeError } from "../support/big-float.ts";
import { gauss, reluWick, reluWickScale } from "../support/wick-twin.ts";
import { wick } from "./wick.ts";

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const PAIRS = range(1, 6).flatMap((p) => range(0, 8).map((k) => [k, p] as const));
const source = (spec: unknown): WickSource => parseActivation(spec).wick;

describe("steps: derivatives of relu", () => {
  const points = spread(-10, 10, 40).flatMap((alpha) =>
    [0.05, 0.7, 2].map((sigma) => ({ mean: alpha * sigma, variance: sigma * sigma })),
  );
  const means = points.map(({ mean }) => mean);
  const variances = points.map(({ variance }) => variance);
  const exact = points.map(({ mean, variance }) => gauss(mean, variance));

  it.each(range(0, 8))("heaviside w(%i, p)", (k) => {
    for (const p of [1, 2, 6]) {
      wick(source("heaviside"), k, p, means, variances).forEach((found, i) => {
        const error = relativeError(found, reluWick(k + 1, 1, exact[i]!), reluWickScale(k + 1, 1, exact[i]!));
        expect(error).toBeLessThan(4e-15);
      });
    }
  });

  it.each(range(0, 8))("sgn w(%i, p)", (k) => {
    const unit = BigFloat.of(k === 0 ? 1 : 0);
    for (const p of [1, 3, 5]) {
      wick(source("sgn"), k, p, means, variances).forEach((found, i) => {
        const twice = BigFloat.of(2).times(reluWick(k + 1, 1, exact[i]!));
        // of 1 for the mean, which is a difference of two probabilities
        const scale = k === 0 ? unit : reluWickScale(k + 1, 1, exact[i]!);
        expect(relativeError(found, twice.minus(unit), scale)).toBeLessThan(8e-15);
      });
    }
    for (const p of [2, 4, 6]) {
      const constant = wick(source("sgn"), k, p, means, variances);
      constant.forEach((found) => {
        expect(Math.abs(found - (k === 0 ? 1 : 0))).toBeLessThan(2 ** -51);
      });
    }
  });
});

/** Any pre-activation with |mean|/σ up to 10. */
const point = fc.record({
  alpha: fc.double({ min: -10, max: 10, noNaN: true }),
  sigma: fc.double({ min: 0.05, max: 2, noNaN: true }),
});
const pair = fc.constantFrom(...PAIRS);

function at(spec: WickSource, [k, p]: readonly [number, number], mean: number, sigma: number): number {
  return wick(spec, k, p, [mean], [sigma * sigma])[0]!;
}

describe("identities", () => {
  /** What the two sides may differ by: some roundings of the sizes of either. */
  function expectSame(got: number, want: number, size: number) {
    expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-13 * size);
  }

  it("leaky_relu with slope 1 is the identity, with slope 0 relu to the bit", () => {
    fc.assert(
      fc.property(point, pair, ({ alpha, sigma }, [k, p]) => {
        const mean = alpha * sigma;
        const slopes = [k, p] as const;
        expect(at(leakyRelu(0).wick, slopes, mean, sigma)).toBe(at(source("relu"), slopes, mean, sigma));
        const size = at(source("relu"), slopes, 0, sigma + Math.abs(mean)) + 1;
        const hermite = sigma ** Math.min(0, p - k) * 1e5;
        expectSame(
          at(leakyRelu(1).wick, slopes, mean, sigma),
          k > p ? 0 : at(source("identity"), slopes, mean, sigma),
          size + (k > p ? hermite : 0),
        );
      }),
    );
  });

  it("abs(z)^p is relu(z)^p + relu(−z)^p, and z^p for even p", () => {
    fc.assert(
      fc.property(point, pair, ({ alpha, sigma }, [k, p]) => {
        const mean = alpha * sigma;
        const [right, left] = [mean, -mean].map((m) => at(source("relu"), [k, p], m, sigma)) as [
          number,
          number,
        ];
        const sum = right + (k % 2 === 0 ? left : -left);
        expectSame(at(source("abs"), [k, p], mean, sigma), sum, Math.abs(right) + Math.abs(left));
      }),
    );
  });

  it("square and cube are polynomials, to the bit", () => {
    fc.assert(
      fc.property(point, pair, ({ alpha, sigma }, [k, p]) => {
        const mean = alpha * sigma;
        expect(at(source("square"), [k, p], mean, sigma)).toBe(at(source([0, 0, 1]), [k, p], mean, sigma));
        expect(at(source("cube"), [k, p], mean, sigma)).toBe(at(source([0, 0, 0, 1]), [k, p], mean, sigma));
      }),
    );
  });

  it("a quadrature of z² is its polynomial", () => {
    fc.assert(
      fc.property(point, fc.constantFrom(0, 1, 2), ({ alpha, sigma }, k) => {
        const mean = alpha * sigma;
        const got = at({ family: "quadrature", of: (z) => z * z }, [k, 2], mean, sigma);
        const size = (1 + mean * mean + sigma * sigma) ** 2;
        expectSame(got, at(source("square"), [k, 2], mean, sigma), size / sigma ** k);
      }),
    );
  });

  const all = ["relu", "leaky_relu", "abs", "heaviside", "sgn", "cube", "tanh", "sigmoid", "gelu", "silu"];
  it.each([...all, "softplus", "erf", "sin"])("%s: ∂w(k, p)/∂mean = w(k + 1, p)", (name) => {
    const step = 2 ** -10;
    const near = fc.double({ min: -4, max: 4, noNaN: true });
    // beyond that the rule of 100 nodes is no longer converged to nine digits
    const wide = fc.double({ min: 0.3, max: 0.7, noNaN: true });
    fc.assert(
      fc.property(near, wide, fc.constantFrom(0, 1, 2), fc.constantFrom(1, 2), (alpha, sigma, k, p) => {
        const w = (order: number, offset: number) =>
          at(source(name), [order, p], alpha * sigma + offset, sigma);
        const slope = (w(k, step) - w(k, -step)) / (2 * step);
        // a central difference leaves w(k + 3, p) step²/6 somewhere between, and rounding of 1e-16/step
        const third = Math.max(...[-step, 0, step].map((offset) => Math.abs(w(k + 3, offset))));
        expect(Math.abs(slope - w(k + 1, 0))).toBeLessThan((step * step * third) / 5 + 1e-5 * step);
      }),
      { numRuns: 100 },
    );
  });
});
