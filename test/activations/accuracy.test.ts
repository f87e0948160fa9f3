import { describe, expect, test } from "vitest";
import { SMOOTH, type Smooth } from "../../src/activations/smooth.ts";
import { spread } from "../gaussian/points.ts";
import { Memory } from "../sampling/memory.ts";
import { BigFloat, relativeError, ulps } from "../support/big-float.ts";
import { SMOOTH_TWINS } from "../support/smooth-twin.ts";

const memory = await Memory.create();

function applied(name: Smooth, type: "f32" | "f64", points: readonly number[]): number[] {
  const z = memory.put(type, points);
  memory.kernel(`smooth_${type}`)(SMOOTH.indexOf(name), 1, points.length, z, points.length);
  return [...memory.view(type, z, points.length)];
}

const SMALL = [1e-17, 1e-12, 3e-9, 1e-5, 2e-3].flatMap((x) => [x, -x]);
/** Results below the normal numbers have fewer digits: −708 ends where e^x is normal. */
const LOW = spread(-708, -20, 250);

/**
 * Largest errors in units in the last place over some 20 000 random points each: tanh 2.1, sigmoid 2.2, gelu 1.7,
 * silu 2.2, softplus 1.5, erf 0.98, sin 1.4.
 */
const CASES: { name: Smooth; bound: number; points: number[] }[] = [
  { name: "tanh", bound: 2.5, points: [...spread(-3, 3, 600), ...spread(-25, 25, 200), ...SMALL] },
  { name: "sigmoid", bound: 2.5, points: [...spread(-40, 40, 600), ...LOW, ...SMALL] },
  { name: "gelu", bound: 2.5, points: [...spread(-8, 8, 500), ...spread(-37, -8, 150), ...SMALL] },
  { name: "silu", bound: 2.5, points: [...spread(-40, 40, 600), ...LOW, ...SMALL] },
  {
    name: "softplus",
    bound: 2,
    points: [...spread(-40, 40, 600), ...LOW, ...spread(-2, 2, 200), ...SMALL],
  },
  { name: "erf", bound: 1.5, points: [...spread(-6, 6, 400), ...SMALL] },
  {
    name: "sin",
    bound: 1.5,
    points: [
      ...spread(-30, 30, 600),
      ...spread(-5e6, 5e6, 500),
      ...spread(-1e12, 1e12, 40),
      ...SMALL,
      Math.PI,
      710,
      355,
      11.5 * Math.PI,
    ],
  },
];

describe.each(CASES)("$name", ({ name, bound, points }) => {
  test(`is within ${bound} units in the last place in f64`, () => {
    const found = applied(name, "f64", points);
    const errors = points.map((x, i) => ulps(found[i]!, SMOOTH_TWINS[name](BigFloat.of(x))));
    const worst = errors.indexOf(Math.max(...errors));
    expect(errors[worst], `at ${points[worst]}`).toBeLessThanOrEqual(bound);
  });

  test("is rounded once in f32", () => {
    const floats = points.map(Math.fround).filter((x) => Math.abs(x) < 80);
    const found = applied(name, "f32", floats);
    floats.forEach((x, i) => {
      const expected = SMOOTH_TWINS[name](BigFloat.of(x));
      // below the normal numbers of f32 the unit is that of the smallest
      const unit = Math.max(Math.abs(expected.toNumber()), 2 ** -126);
      const error = relativeError(found[i]!, expected, BigFloat.of(unit));
      expect(error, `at ${x}`).toBeLessThanOrEqual(1.001 * 2 ** -24);
    });
  });
});

test("a value does not depend on its neighbour", () => {
  for (const [name, edge] of [
    ["sin", 4e6],
    ["gelu", 7.75],
    ["erf", 5.48],
  ] as const) {
    const [near, far] = [spread(-edge, edge, 50), spread(1.1 * edge, 2 * edge, 50)];
    const mixed = applied(
      name,
      "f64",
      near.flatMap((x, i) => [x, far[i]!]),
    );
    const apart = near.flatMap((x, i) => [applied(name, "f64", [x])[0], applied(name, "f64", [far[i]!])[0]]);
    expect(mixed).toEqual(apart);
  }
});

test("functions that have a parity keep it to the bit", () => {
  const points = spread(0, 30, 101);
  for (const name of ["tanh", "erf", "sin"] as const) {
    const mirrored = applied(
      name,
      "f64",
      points.map((x) => -x),
    );
    expect(mirrored.map((y) => -y)).toEqual(applied(name, "f64", points));
  }
});

const LIMITS: [Smooth, number, number][] = [
  ["tanh", 1e300, 1],
  ["tanh", -1e300, -1],
  ["tanh", -0, -0],
  ["sigmoid", 1e300, 1],
  ["sigmoid", -1e300, 0],
  ["sigmoid", 0, 0.5],
  ["gelu", 1e300, 1e300],
  ["gelu", -1e300, -0],
  ["silu", 1e300, 1e300],
  ["silu", -1e300, -0],
  ["silu", -1000, -0],
  ["softplus", 1000, 1000],
  ["softplus", 1e300, 1e300],
  ["softplus", -1e300, 0],
  ["softplus", 0, Math.LN2],
  ["erf", 1e300, 1],
  ["erf", -1e300, -1],
  ["sin", 0, 0],
  ["sin", 1e300, -0.8178819121159085],
];
test.each(LIMITS)("%s(%d) is %d", (name, x, value) => {
  expect(applied(name, "f64", [x, 1])[0]).toBe(value);
});

test("silu keeps its digits where e^x is below the normal numbers", () => {
  const points = [-709.5, -715, -725.25, -740];
  applied("silu", "f64", points).forEach((y, i) => {
    expect(ulps(y, SMOOTH_TWINS.silu(BigFloat.of(points[i]!)))).toBeLessThanOrEqual(3);
  });
});

describe.each([1, 2, 3, 5, 17])("%d columns", (columns) => {
  test.each(["f32", "f64"] as const)("two rows of it and no more, in %s", (type) => {
    const ld = columns + 3;
    const values = spread(-2, 2, 2 * ld).map(Math.fround);
    for (const name of SMOOTH) {
      const z = memory.put(type, values);
      memory.kernel(`smooth_${type}`)(SMOOTH.indexOf(name), 2, columns, z, ld);
      const alone = values.map((x) => applied(name, type, [x])[0]!);
      const expected = values.map((x, at) => (at % ld < columns ? alone[at]! : x));
      expect([...memory.view(type, z, 2 * ld)], name).toEqual(expected);
    }
  });
});
