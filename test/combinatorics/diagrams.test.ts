import { describe, expect, it } from "vitest";
import { countDiagrams, diagramCoefficient, diagramsOf, legs } from "../../src/combinatorics/diagrams.ts";
import { type Kind, type Order, powerPartitions } from "../../src/combinatorics/tracked.ts";

/** Classes / all diagrams, as spec section 5a and the reference implementation's `counts` list them. */
const COUNTS: [Kind, Order, number, number][] = [
  ["simple", 1, 2, 2],
  ["simple", 2, 3, 3],
  ["simple", 3, 35, 40],
  ["simple", 4, 95, 171],
  ["augment", 1, 2, 2],
  ["augment", 2, 25, 27],
  ["augment", 3, 91, 142],
  ["augment", 4, 1355, 2950],
  ["base", 2, 3, 3],
  ["base", 3, 15, 18],
  ["base", 4, 95, 171],
  ["augment-tree", 3, 87, 135],
  ["augment-tree", 4, 1343, 2863],
];

describe("diagrams", () => {
  it.each(COUNTS)("%s, order %i: %i classes of %i diagrams", (kind, order, classes, all) => {
    expect(countDiagrams(order, kind)).toEqual({ classes, all });
  });

  it("lists all terms of the simple order 2", () => {
    expect(powerPartitions(2, "simple")).toEqual([[2], [1], [1, 1]]);
    expect(diagramsOf([1], 2, "simple")).toEqual([[]]);
    expect(diagramsOf([2], 2, "simple")).toEqual([[]]);
    expect(diagramsOf([1, 1], 2, "simple")).toEqual([[[1, 1]]]);
  });

  it.each([
    [4, "simple", 21],
    [4, "augment", 52],
  ] as const)("order %i %s needs %i distinct Wick coefficients (k, p)", (order, kind, count) => {
    const pairs = powerPartitions(order, kind).flatMap((a) =>
      diagramsOf(a, order, kind).flatMap((nu) => legs(nu, a.length).map((k, j) => `${k},${a[j]}`)),
    );
    expect(new Set(pairs).size).toBe(count);
  });

  it("weighs a doubled edge by 1/2 and a block (2,1) by 1/2", () => {
    expect(diagramCoefficient([[1, 1]])).toBe(1);
    expect(
      diagramCoefficient([
        [1, 1],
        [1, 1],
      ]),
    ).toBe(1 / 2);
    expect(diagramCoefficient([[2, 1]])).toBe(1 / 2);
    expect(
      diagramCoefficient([
        [2, 2],
        [2, 2],
      ]),
    ).toBe(1 / (2 * 4 * 4));
  });
});
