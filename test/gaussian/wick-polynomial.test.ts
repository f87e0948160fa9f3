import { beforeAll, describe, expect, test } from "vitest";
import { relativeError } from "../support/big-float.ts";
import { gauss, polynomialMean } from "../support/wick-twin.ts";
import { spread } from "./points.ts";
import { type WickCalls, wickCalls } from "./wick-call.ts";

let calls: WickCalls;
beforeAll(async () => {
  calls = await wickCalls();
});

const POLYNOMIALS = [[3], [0, 1], [0, 0, 1], [0.5, -1, 0, 2], [1, -2, 3, -4, 5, -6, 7], Array(19).fill(0.1)];

describe.each([1, 3, 5, 17, 63])("%d entries", (n) => {
  const mu = spread(-3, 3, n).map(Math.fround);
  const variance = spread(0.01, 4, n).map(Math.fround);

  test.each(["f32", "f64"] as const)("means of polynomials in %s", (precision) => {
    for (const coefficients of POLYNOMIALS) {
      const found = calls.polynomial(precision, coefficients, mu, variance);
      // degree + 3 roundings of terms whose sizes add up to the scale; one more where the result is f32
      const allowed = 25 * 2 ** -53 + (precision === "f32" ? 2 ** -24 : 0);
      const sizes = coefficients.map(Math.abs);
      found.forEach((value, i) => {
        const expected = polynomialMean(coefficients, gauss(mu[i]!, variance[i]!));
        const scale = polynomialMean(sizes, gauss(Math.abs(mu[i]!), variance[i]!));
        expect(relativeError(value, expected, scale)).toBeLessThanOrEqual(allowed);
      });
    }
  });
});

test("z² has mean mu² + var, z⁴ has 3 var² at mu = 0", () => {
  expect(calls.polynomial("f64", [0, 0, 1], [3, -2], [0.5, 0.25])).toEqual([9.5, 4.25]);
  expect(calls.polynomial("f64", [0, 0, 0, 0, 1], [0], [2])).toEqual([12]);
});
