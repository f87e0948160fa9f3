import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { SMOOTH } from "../../src/activations/smooth.ts";
import type { WickGolden } from "../support/wick-golden.ts";
import { wick } from "./wick.ts";

const GOLDEN = "test/goldens/wick-smooth.json";
const { pairs, cases } = JSON.parse(readFileSync(GOLDEN, "utf8")) as WickGolden;

/**
 * Of the sum of sizes: a value is good to 3 units, but at mean + σx rounded, and its sixth power to six times that;
 * measured 1.2e-15 at most.
 */
const ROUNDING = 3e-15;

/** |got − want| / |scale| */
const relative = (got: number, want: number, scale: number) => Math.abs(got - want) / Math.abs(scale);

describe.each(SMOOTH)("%s", (of) => {
  const own = cases.filter(({ activation }) => activation === of);
  const means = own.map(({ mean }) => mean);
  const variances = own.map(({ variance }) => variance);

  it.each(pairs.map(([k, p], at) => [k, p, at] as const))("w(%i, %i) is the rule's sum", (k, p, at) => {
    const found = wick({ family: "quadrature", of }, k, p, means, variances);
    own.forEach(({ rule, scale }, i) => {
      const error = relative(found[i]!, rule[at]!, scale[at]!);
      expect(error, `mean ${means[i]}, variance ${variances[i]}`).toBeLessThan(ROUNDING);
    });
  });

  it("is rounded once in f32", () => {
    const [m, v] = [means.map(Math.fround), variances.map(Math.fround)];
    const wide = wick({ family: "quadrature", of }, 2, 3, m, v);
    expect(wick({ family: "quadrature", of }, 2, 3, m, v, "f32")).toEqual(wide.map(Math.fround));
  });
});

test("the rule is the expectation where σ ≤ 1/2, to 1e-14 for the lower derivatives", () => {
  const narrow = cases.filter(({ variance }) => variance <= 0.25);
  expect(narrow).toHaveLength(4 * SMOOTH.length);
  for (const { activation, rule, integral, scale } of narrow) {
    pairs.forEach(([k, p], at) => {
      if (k > 3 || p > 4) return;
      expect(relative(rule[at]!, integral[at]!, scale[at]!), `${activation} w(${k}, ${p})`).toBeLessThan(
        1e-14,
      );
    });
  }
});

test("the rule of 100 nodes is not converged for tanh at σ = 2: some 1e-7 are missing from the mean", () => {
  const { rule, integral } = cases.find((one) => one.activation === "tanh" && one.variance === 4)!;
  expect(Math.abs(rule[0]! - integral[0]!)).toBeGreaterThan(1e-8);
  expect(Math.abs(rule[0]! - integral[0]!)).toBeLessThan(1e-5);
});

test("more neurons than are worked on at a time", () => {
  const n = 64 + 64 + 5;
  const [mean, variance] = [Array.from({ length: n }, (_, i) => i / 50 - 1), new Array<number>(n).fill(0.5)];
  const together = wick({ family: "quadrature", of: "silu" }, 1, 2, mean, variance);
  const apart = mean.map((m) => wick({ family: "quadrature", of: "silu" }, 1, 2, [m], [0.5])[0]!);
  expect(together).toEqual(apart);
});

test.each([
  ["assembly/quadrature-tables.ts", "scripts/quadrature-tables.mjs"],
  [GOLDEN, "scripts/wick-golden.mjs"],
])("%s is what %s prints", (file, script) => {
  const printed = execFileSync(process.execPath, [script], { encoding: "utf8" });
  expect(readFileSync(file, "utf8")).toBe(printed);
});

describe("a constant, of variance 0", () => {
  const means = [-3, -0.25, 0, 0.75, 2];
  const zero = means.map(() => 0);

  test("has the function's own value", () => {
    for (const p of [1, 2, 3]) {
      const found = wick({ family: "quadrature", of: (x) => 1 + x * x }, 0, p, means, zero);
      expect(found).toEqual(
        means.map((x) =>
          Array<number>(p)
            .fill(1 + x * x)
            .reduce((a, b) => a * b),
        ),
      );
    }
  });

  test("has the function's own derivatives, to what a step of 1e-5 gives", () => {
    const first = wick({ family: "quadrature", of: "tanh" }, 1, 1, means, zero);
    const second = wick({ family: "quadrature", of: "tanh" }, 2, 1, means, zero);
    means.forEach((x, i) => {
      const t = Math.tanh(x);
      expect(first[i]).toBeCloseTo(1 - t * t, 9);
      expect(second[i]).toBeCloseTo(-2 * t * (1 - t * t), 4);
    });
  });
});
