import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factorial, sum } from "../../src/combinatorics/counting.ts";
import { integerPartitions, setPartitions, vectorPartitions } from "../../src/combinatorics/partitions.ts";
import { cumulantTerms } from "../../src/combinatorics/power-to-cumulant.ts";
import { projectionCoefficient } from "../../src/combinatorics/projection.ts";
import { radialTerms } from "../../src/combinatorics/radial.ts";

describe("partitions", () => {
  it("counts set partitions by Bell's numbers and integer partitions by p(n)", () => {
    expect([0, 1, 2, 3, 4, 5].map((n) => setPartitions(Array(n).fill(0)).length)).toEqual([
      1, 1, 2, 5, 15, 52,
    ]);
    expect([1, 2, 3, 4, 5, 6].map((n) => integerPartitions(n).length)).toEqual([1, 2, 3, 5, 7, 11]);
  });

  it("lists each vector partition once, all summing to the vector", () => {
    const found = vectorPartitions([2, 2]);
    expect(found).toHaveLength(9);
    for (const blocks of found) expect([0, 1].map((j) => sum(blocks.map((b) => b[j]!)))).toEqual([2, 2]);
  });
});

describe("cumulants from power cumulants", () => {
  it("gives the univariate cumulants", () => {
    expect(byBlocks([2])).toEqual({ "[[2]]": 1, "[[1],[1]]": -1 });
    expect(byBlocks([3])).toEqual({ "[[3]]": 1, "[[1],[2]]": -3, "[[1],[1],[1]]": 2 });
    expect(byBlocks([4])).toEqual({
      "[[4]]": 1,
      "[[1],[3]]": -4,
      "[[2],[2]]": -3,
      "[[1],[1],[2]]": 12,
      "[[1],[1],[1],[1]]": -6,
    });
  });

  it("gives slice (2,1)", () => {
    expect(byBlocks([2, 1])).toEqual({ "[[2,1]]": 1, "[[1,0],[1,1]]": -2 });
  });

  function byBlocks(a: number[]) {
    return Object.fromEntries(cumulantTerms(a).map((t) => [JSON.stringify(t.blocks), t.coefficient]));
  }
});

describe("radial terms", () => {
  it("gives the slices of a scalar core at d = 4", () => {
    expect(radialTerms([0, 0, 0, 0], 2)).toEqual([
      {
        core: [],
        pairs: [
          [0, 0],
          [0, 0],
        ],
        weight: 1,
      },
    ]);
    expect(radialTerms([0, 0, 1, 1], 2)).toEqual([
      {
        core: [],
        pairs: [
          [0, 0],
          [1, 1],
        ],
        weight: 1 / 3,
      },
      {
        core: [],
        pairs: [
          [0, 1],
          [0, 1],
        ],
        weight: 2 / 3,
      },
    ]);
    expect(radialTerms([0, 0, 0, 1], 2)).toEqual([
      {
        core: [],
        pairs: [
          [0, 0],
          [0, 1],
        ],
        weight: 1,
      },
    ]);
  });

  it("has C(d, 2r)·(2r−1)!! ways for distinct axes, weights summing to 1", () => {
    const chosen = fc
      .integer({ min: 1, max: 6 })
      .chain((d) => fc.tuple(fc.constant(d), fc.integer({ min: 0, max: Math.floor(d / 2) })));
    fc.assert(
      fc.property(chosen, ([d, r]) => {
        const terms = radialTerms(
          Array.from({ length: d }, (_, i) => i),
          r,
        );
        const doubleFactorial = factorial(2 * r) / (2 ** r * factorial(r));
        expect(terms).toHaveLength(
          (factorial(d) / (factorial(2 * r) * factorial(d - 2 * r))) * doubleFactorial,
        );
        expect(sum(terms.map((t) => t.weight))).toBeCloseTo(1, 14);
      }),
    );
  });
});

describe("projection", () => {
  it.each([1, 2, 3, 8, 256])("agrees with the closed forms of spec section 5c at n = %i", (n) => {
    expect(2 * projectionCoefficient(2, 1, 1, n)).toBeCloseTo(1 / n, 15);
    expect(6 * projectionCoefficient(3, 1, 1, n)).toBeCloseTo(3 / (n + 2), 15);
    expect(24 * projectionCoefficient(4, 2, 2, n)).toBeCloseTo(3 / (n * (n + 2)), 15);
  });
});
