import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { BigFloat, relativeError } from "../support/big-float.ts";
import { type Gauss, gauss, reluWick, reluWickScale, twoSidedWick } from "../support/wick-twin.ts";
import { spread } from "./points.ts";
import { type WickCalls, wickCalls } from "./wick-call.ts";

let calls: WickCalls;
beforeAll(async () => {
  calls = await wickCalls();
});

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const PAIRS = range(1, 6).flatMap((p) => range(0, 8).map((k) => [k, p] as const));

/** |α| = |mu/σ| up to 37, where the smallest coefficients at σ ≈ 1 are still normal numbers, … */
const FAR = spread(-37, 37, 120).map((alpha, i) => pointAt(alpha, 0.6 + i / 100));
/** … and up to 30 for σ from 10^-3 to 10^3. */
const WIDE = spread(-30, 30, 150).map((alpha, i) =>
  pointAt(alpha, 10 ** (((i * 7) % 13) - 6) * (1 + i / 300)),
);
const POINTS = [...FAR, ...WIDE];
const MU = POINTS.map((x) => x.mu);
const VARIANCE = POINTS.map((x) => x.variance);
const EXACT = POINTS.map((x) => gauss(x.mu, x.variance));

/** Largest error measured: 1.9e-15. An exponent α²/2 from a rounded α would lose 1e-13 by itself. */
const F64 = 4e-15;

test.each(PAIRS)("relu w(%d, %d), to 4e-15 for |α| ≤ 37", (k, p) => {
  const found = calls.twoSided("f64", k, p, 1, 0, MU, VARIANCE);
  const errors = EXACT.map((z, i) => relativeError(found[i]!, reluWick(k, p, z), reluWickScale(k, p, z)));
  const worst = errors.indexOf(Math.max(...errors));
  expect(errors[worst], JSON.stringify(POINTS[worst])).toBeLessThanOrEqual(F64);
});

describe.each([1, 3, 5, 17, 63])("%d entries", (n) => {
  const mu = spread(-3, 3, n).map(Math.fround);
  const variance = spread(0.25, 4, n).map(Math.fround);

  /** f32 results are those of f64, rounded once. */
  test.each(["f32", "f64"] as const)("leaky relu, its mirror image and |z| in %s", (precision) => {
    for (const [positive, negative] of [
      [1, -0.01],
      [0, 1],
      [1, 1],
      [-0.5, 2],
    ] as const) {
      for (const [k, p] of PAIRS) {
        const found = calls.twoSided(precision, k, p, positive, negative, mu, variance);
        const rounding = precision === "f32" ? 2 ** -24 : 0;
        found.forEach((value, i) => {
          const z = cachedGauss(mu[i]!, variance[i]!);
          const scale = sideScale(k, p, positive, negative, z);
          const allowed = F64 + rounding;
          expect(relativeError(value, twoSidedWick(k, p, positive, negative, z), scale)).toBeLessThanOrEqual(
            allowed,
          );
        });
      }
    }
  });
});

function pointAt(alpha: number, variance: number) {
  return { mu: alpha * Math.sqrt(variance), variance };
}

const seen = new Map<string, Gauss>();
function cachedGauss(mu: number, variance: number): Gauss {
  const key = `${mu} ${variance}`;
  const z = seen.get(key) ?? gauss(mu, variance);
  seen.set(key, z);
  return z;
}

/** The sum of both sides' sizes: they cancel where an odd derivative of an even function has its zero. */
function sideScale(k: number, p: number, positive: number, negative: number, z: Gauss): BigFloat {
  const mirrored = cachedGauss(-z.mu.toNumber(), z.variance.toNumber());
  const right = BigFloat.of(Math.abs(positive))
    .power(p)
    .times(reluWickScale(k, p, z));
  const left = BigFloat.of(Math.abs(negative))
    .power(p)
    .times(reluWickScale(k, p, mirrored));
  return right.plus(left);
}

test("∂w(k, p)/∂mu = w(k+1, p) and ∂w(k, p)/∂var = w(k+2, p)/2", () => {
  const step = 1e-4;
  const at = (k: number, p: number, mu: number, variance: number) =>
    calls.twoSided("f64", k, p, 1, -0.2, [mu], [variance])[0]!;
  fc.assert(
    fc.property(
      fc.constantFrom(...PAIRS.filter(([k]) => k <= 4)),
      fc.double({ min: -4, max: 4, noNaN: true }),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      ([k, p], mu, variance) => {
        const alongMu = (at(k, p, mu + step, variance) - at(k, p, mu - step, variance)) / (2 * step);
        const alongVariance = (at(k, p, mu, variance + step) - at(k, p, mu, variance - step)) / (2 * step);
        // central differences leave w(k+3, p) step²/6 and w(k+6, p) step²/48, and rounding of 1e-16/step
        const tolerance = 3e-6 * (1 + Math.abs(at(k, p, Math.abs(mu) + 1, variance)));
        expect(Math.abs(alongMu - at(k + 1, p, mu, variance))).toBeLessThan(tolerance);
        expect(Math.abs(alongVariance - at(k + 2, p, mu, variance) / 2)).toBeLessThan(tolerance);
      },
    ),
  );
});

test("a rare event keeps its digits: E[relu(z)] at α = −30", () => {
  const [value] = calls.twoSided("f64", 0, 1, 1, 0, [-30], [1]);
  expect(relativeError(value!, reluWick(0, 1, gauss(-30, 1)))).toBeLessThan(2e-15);
});

test("certainty: relu is z far to the right and 0 far to the left", () => {
  const moments = (mu: number) => [0, 1, 2, 3].map((k) => calls.twoSided("f64", k, 2, 1, 0, [mu], [0.25])[0]);
  expect(moments(1e6)).toEqual([1e12 + 0.25, 2e6, 2, 0]);
  expect(moments(-1e6)).toEqual([0, 0, 0, 0]);
});

test("NaN stays NaN", () => {
  for (const [k, p] of PAIRS) {
    expect(calls.twoSided("f64", k, p, 1, 0, [Number.NaN], [1])[0]).toBeNaN();
    expect(calls.twoSided("f32", k, p, 1, 0, [1], [Number.NaN])[0]).toBeNaN();
  }
});

describe("a constant, of variance 0", () => {
  const mu = [-2, -0.5, 0, 0.5, 3];
  const zero = mu.map(() => 0);

  /** (d/dz)^k z^p */
  const derivative = (k: number, p: number, z: number) => {
    return k > p ? 0 : range(p - k + 1, p).reduce((product, x) => product * x, 1) * z ** (p - k);
  };

  test.each(PAIRS)("w(%d, %d) is the derivative there, of the left side at 0", (k, p) => {
    const found = calls.twoSided("f64", k, p, 2, -3, mu, zero);
    found.forEach((value, i) => {
      const z = mu[i]!;
      const side = z > 0 ? 2 : 3;
      expect(value).toBeCloseTo(side ** p * derivative(k, p, z), 9);
    });
  });

  test("is told from one of the smallest variance by nothing but its rounding", () => {
    const small = mu.map(() => 1e-300);
    for (const [k, p] of PAIRS.filter(([k, p]) => k < p)) {
      const found = calls.twoSided("f64", k, p, 1, 0.5, mu, small);
      calls.twoSided("f64", k, p, 1, 0.5, mu, zero).forEach((value, i) => {
        expect(found[i]).toBeCloseTo(value, 12);
      });
    }
  });
});
