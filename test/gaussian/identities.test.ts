import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { type GaussianFunctions, loadGaussian } from "./load.ts";
import { neighbour } from "./points.ts";

let functions: GaussianFunctions;
beforeAll(async () => {
  functions = await loadGaussian();
});

const UNIT_AT_ONE = 2 ** -52;
const reals = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });

test("normalCdf(x) + normalCdf(−x) = 1", () => {
  fc.assert(
    fc.property(reals(40), (x) => {
      const sum = functions.normalCdf(x) + functions.normalCdf(-x);
      expect(Math.abs(sum - 1)).toBeLessThanOrEqual(UNIT_AT_ONE);
    }),
    { numRuns: 2000 },
  );
});

test("erf and normalPdf have their parity", () => {
  fc.assert(
    fc.property(reals(40), (x) => {
      expect(functions.erf(-x)).toBe(-functions.erf(x));
      expect(functions.normalPdf(-x)).toBe(functions.normalPdf(x));
    }),
  );
});

test("erf(x) + erfc(x) = 1", () => {
  fc.assert(
    fc.property(reals(7), (x) => {
      const sum = functions.erf(x) + functions.erfc(x);
      expect(Math.abs(sum - 1)).toBeLessThanOrEqual(2 * UNIT_AT_ONE);
    }),
    { numRuns: 2000 },
  );
});

/** Correct rounding would give exact monotonicity; errors below 1.5 units allow a step back of two. */
test("exp, erf and normalCdf never step back by more than rounding", () => {
  fc.assert(
    fc.property(reals(30), (x) => {
      fc.pre(x !== 0);
      for (const f of [functions.exp, functions.erf, functions.normalCdf]) {
        const [here, next] = [f(x), f(neighbour(x, 1))];
        expect(next).toBeGreaterThanOrEqual(here - 2 * UNIT_AT_ONE * Math.abs(here));
      }
    }),
    { numRuns: 5000 },
  );
});

test("they are monotone over steps larger than rounding", () => {
  fc.assert(
    fc.property(reals(5), (x) => {
      const next = x + 1e-3;
      expect(functions.exp(next)).toBeGreaterThan(functions.exp(x));
      expect(functions.erf(next)).toBeGreaterThan(functions.erf(x));
      expect(functions.erfc(next)).toBeLessThan(functions.erfc(x));
      expect(functions.normalCdf(next)).toBeGreaterThan(functions.normalCdf(x));
    }),
  );
});
