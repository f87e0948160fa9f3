import { describe, expect, it } from "vitest";
import { estimate } from "../../src/estimate/estimate.ts";
import { checkInput } from "../../src/network/check-input.ts";
import { makeNetwork } from "../../src/network/make.ts";
import type { Matrix, Network } from "../../src/network/network.ts";
import type { MatrixDraft } from "../../src/network/rows.ts";
import { factorOf } from "../../src/sampling/factor-of.ts";
import { sample } from "../../src/sampling/sample.ts";

/** The identity map, so that the output's covariance is the input's. */
function seeing(n: number): Network {
  const weight = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Number(i === j)));
  return makeNetwork({ layers: [{ weight }] });
}

async function computedWith(covariance: MatrixDraft) {
  const n = Array.isArray(covariance) ? covariance.length : (covariance as Matrix).rows;
  const { cumulants, warnings } = await estimate(seeing(n), { input: { covariance }, cumulants: true });
  return { data: cumulants!.get("Z1/kappa2")!.data, warnings };
}

const f32 = Math.fround;
const third = f32(1 / 3);
const offset = [
  [100.3, 99.2, 101.7],
  [99.1, 100.8, 100.2],
];
const centre = [0, 1, 2].map((j) => (offset[0]![j]! + offset[1]![j]!) / 2);
const indices = (n: number) => Array.from({ length: n }, (_, i) => i);
const rows = (n: number, entry: (i: number, j: number) => number) =>
  indices(n).map((i) => indices(n).map((j) => entry(i, j)));

/** A Gaussian process's posterior at points of which some are its training points. */
function posterior(): number[][] {
  const at = [0.1, 0.5, 0.9, 1.3, 0.5, 0.9];
  const kernel = (i: number, j: number) => Math.exp(-2 * (at[i]! - at[j]!) ** 2);
  const [a, b, c] = [1, kernel(1, 2), 1];
  const inverse = [c, -b, -b, a].map((x) => x / (a * c - b * b));
  return rows(6, (i, j) => {
    const [x, y] = [kernel(i, 1), kernel(i, 2)];
    const [u, v] = [kernel(1, j), kernel(2, j)];
    return kernel(i, j) - (x * (inverse[0]! * u + inverse[1]! * v) + y * (inverse[2]! * u + inverse[3]! * v));
  });
}

const CASES: [string, number[][]][] = [
  ["of rank one in f32", rows(2, (i, j) => f32([0.1, 0.5][i]! * [0.1, 0.5][j]!))],
  ["(1 + g) I − g J in f32", rows(4, (i, j) => f32((i === j ? f32(1 + third) : 0) - third))],
  [
    "a correlation matrix of six digits",
    [
      [1, 0.995004, 0.955336],
      [0.995004, 1, 0.980067],
      [0.955336, 0.980067, 1],
    ],
  ],
  [
    "E[x xᵀ] − m mᵀ with fewer samples than variables",
    rows(
      3,
      (i, j) =>
        (offset[0]![i]! * offset[0]![j]! + offset[1]![i]! * offset[1]![j]!) / 2 - centre[i]! * centre[j]!,
    ),
  ],
  ["I − J/n", rows(100, (i, j) => Number(i === j) - 1 / 100)],
  ["a posterior", posterior()],
  [
    "a correlation of slightly more than one",
    [
      [1, 1 + 9e-7],
      [1 + 9e-7, 1],
    ],
  ],
  [
    "a variance slightly below zero",
    [
      [4, 0],
      [0, -1e-6],
    ],
  ],
];

describe("a covariance as data give it", () => {
  it.each(CASES)("is taken: %s", async (_, covariance) => {
    const { data, warnings } = await computedWith(covariance);
    const largest = Math.max(...covariance.map((row, i) => row[i]!));
    const changes = covariance.flat().map((value, at) => Math.abs(value - data[at]!) / largest);
    const most = Math.max(...changes);
    expect(most).toBeLessThanOrEqual(1e-6);
    const named = warnings.find(({ code }) => code === "adjusted-covariance");
    if (most > 1e-12) expect(named?.message).toContain(`by up to ${most.toExponential(1)} of the largest`);
    expect(warnings.every(({ serious }) => !serious)).toBe(true);
  });

  it.each(CASES)("keeps its variances: %s", async (_, covariance) => {
    const { data } = await computedWith(covariance);
    const n = covariance.length;
    const largest = Math.max(...covariance.map((row, i) => row[i]!));
    for (const [i, row] of covariance.entries()) {
      expect(Math.abs(data[i * n + i]! - Math.max(0, row[i]!))).toBeLessThan(1e-13 * largest);
    }
  });

  it("keeps variables in small units that have nothing to do with what is wrong", async () => {
    const { data } = await computedWith([
      [1, 1 + 9e-7, 0],
      [1 + 9e-7, 1, 0],
      [0, 0, 1e-14],
    ]);
    expect(data[8]! / 1e-14).toBeCloseTo(1, 12);
  });

  it("is the same for an estimate and for samples, a little asymmetric too", async () => {
    const covariance = [
      [1, 0.5 + 8e-7],
      [0.5, 1],
    ];
    const { data, warnings } = await computedWith(covariance);
    expect(data[1]).toBe(data[2]);
    expect(data[1]).toBeCloseTo(0.5 + 4e-7, 12);
    expect(warnings.map(({ code }) => code)).toEqual(["adjusted-covariance"]);
    const input = checkInput({ mean: new Float64Array(2), covariance: matrixOf(covariance) }, 2);
    const factor = (await factorOf(input, {}))!;
    const f = factor.data;
    expect(f[0]! * f[factor.rank]! + f[1]! * f[factor.rank + 1]!).toBeCloseTo(data[1]!, 14);
  });

  it("may be asymmetric by rounding where it is zero, without a word", async () => {
    const { warnings } = await computedWith([
      [1, 1.1e-16],
      [0, 1],
    ]);
    expect(warnings).toEqual([]);
  });

  it("may have typed arrays for rows", async () => {
    for (const Row of [Float64Array, Float32Array]) {
      const { data } = await computedWith([new Row([1, 0.5]), new Row([0.5, 2])]);
      expect([...data]).toEqual([1, 0.5, 0.5, 2]);
    }
  });

  it.each([
    [
      "asymmetric",
      [1, 0.5 + 3e-6, 0.5, 1],
      "is not symmetric: [1, 0] is 0.5, [0, 1] is 0.500003; give (C + Cᵀ)/2",
    ],
    [
      "indefinite",
      [1, 1.001, 1.001, 1],
      "not positive semidefinite (variable 1: the others leave it the variance",
    ],
    ["indefinite", [1, 1.001, 1.001, 1], "set its negative eigenvalues to 0"],
    ["indefinite", [0, 1e-300, 1e-300, 0], "not positive semidefinite"],
  ])("is refused beyond that: %s", async (_, values, message) => {
    const covariance = { rows: 2, columns: 2, data: Float64Array.from(values) };
    await expect(computedWith(covariance)).rejects.toMatchObject({ code: "bad-input" });
    await expect(computedWith(covariance)).rejects.toThrow(message);
    await expect(sample(seeing(2), { input: { covariance }, samples: 2 })).rejects.toThrow(message);
  });
});

function matrixOf(given: readonly (readonly number[])[]): Matrix {
  return { rows: given.length, columns: given.length, data: Float64Array.from(given.flat()) };
}

describe("a covariance that was given before", () => {
  const mean = new Float64Array(2);
  const factored = (covariance: Matrix) => factorOf(checkInput({ mean, covariance }, 2), {});

  it("is not factored again, nor copied", async () => {
    const covariance = matrixOf([
      [2, 1],
      [1, 2],
    ]);
    const factor = await factored(covariance);
    expect(await factored(covariance)).toBe(factor);
    expect(await factored({ ...covariance })).toBe(factor);
    expect(checkInput({ mean, covariance }, 2).covariance).toBe(
      checkInput({ mean, covariance }, 2).covariance,
    );
  });

  it("is, where its numbers have changed since", async () => {
    const covariance = matrixOf([
      [2, 1],
      [1, 2],
    ]);
    const before = await computedWith(covariance);
    covariance.data[0] = 3;
    const after = await computedWith(covariance);
    expect([before.data[0], after.data[0]]).toEqual([2, 3]);
    covariance.data[1] = -1;
    await expect(computedWith(covariance)).rejects.toThrow("is not symmetric");
    covariance.data[2] = -1;
    expect([...(await computedWith(covariance)).data]).toEqual([3, -1, -1, 2]);
    covariance.data[3] = Number.NaN;
    await expect(computedWith(covariance)).rejects.toThrow("input.covariance[1, 1] is NaN");
  });

  it("as rows that have changed since, is", async () => {
    const covariance = [
      [1, 0],
      [0, 1],
    ];
    expect((await computedWith(covariance)).data[3]).toBe(1);
    covariance[1]![1] = 5;
    expect((await computedWith(covariance)).data[3]).toBe(5);
  });

  it("says again how it was changed", async () => {
    const covariance = matrixOf([
      [1, 1 + 9e-7],
      [1 + 9e-7, 1],
    ]);
    const first = await computedWith(covariance);
    expect(await computedWith(covariance)).toEqual(first);
    expect(first.warnings).toHaveLength(1);
  });
});
