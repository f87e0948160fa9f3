import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOfText } from "../../src/backend/byte-text.ts";
import { STREAM } from "../../src/sampling/seed.ts";
import { DIRECTION_NUMBERS_TEXT } from "../../src/sampling/sobol/direction-numbers.ts";
import { DIMENSIONS, directionNumbers } from "../../src/sampling/sobol/directions.ts";
import { normalQuantile } from "../../src/sampling/sobol/normal-quantile.ts";
import { philox } from "../../src/sampling/sobol/philox.ts";
import type { SobolPoints } from "../../src/sampling/sobol/points.ts";
import { scrambledPoints } from "../../src/sampling/sobol/scrambled.ts";
import { sobolNormals } from "../../src/sampling/sobol/sobol-source.ts";
import { SCRAMBLINGS } from "../../src/sampling/variance.ts";
import { philoxTwin } from "../support/normals-twin.ts";
import { Memory } from "./memory.ts";

const memory = await Memory.create();
const table = bytesOfText(DIRECTION_NUMBERS_TEXT);

function scrambled(dimensions: number, points: number, low = 1): SobolPoints {
  const work = scrambledPoints(table, STREAM.scrambling, { low, high: 0 }, dimensions, points);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Normals of `rows` coordinates of so many draws from the first on. */
function normals(points: SobolPoints, first: number, draws: number): Float64Array {
  const out = new Float64Array(points.dimensions * draws);
  sobolNormals(points, out, draws, first, draws);
  return out;
}

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

it("Philox has the twin's bits", () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 6, maxLength: 6 }), (words) => {
      const [a, b, c, d, low, high] = words as [number, number, number, number, number, number];
      const found = philox([a, b, c, d], low, high).map((x) => x >>> 0);
      expect(found).toEqual([...philoxTwin([a, b, c, d], [low, high])]);
    }),
  );
});

describe("normal quantiles", () => {
  // √2 erfinv(2u − 1) at u = (word + ½) 2^-32, to 40 digits by mpmath.
  it.each([
    [0, -6.3379577545537895],
    [1, -6.166429517819751],
    [3, -6.030967019118252],
    [12345, -4.535422762090428],
    [1048576, -3.4871039765916905],
    [268435463, -1.5341205301537026],
    [322122547, -1.4395314704450153],
    [2147483647, -2.918099372916623e-10],
  ])("of the word %i", (value, exact) => {
    const found = normalQuantile(value);
    expect(Math.abs(found / exact - 1)).toBeLessThan(4e-16);
    expect(normalQuantile(~value)).toBe(-found);
  });
});

describe("direction numbers", () => {
  /** Points 1, 2, 3, 5, 1000 and 2047 of coordinate d, in Gray's order, as SciPy's `qmc.Sobol(d + 1, scramble=False)` has them. */
  const POINTS = [1, 2, 3, 5, 1000, 2047];
  it.each([
    [0, [2147483648, 3221225472, 1073741824, 3758096384, 943718400, 2097152]],
    [1, [2147483648, 1073741824, 3221225472, 3758096384, 415236096, 2694840320]],
    [2, [2147483648, 1073741824, 3221225472, 536870912, 2227175424, 3999268864]],
    [36, [2147483648, 1073741824, 3221225472, 536870912, 3644850176, 677380096]],
    [499, [2147483648, 1073741824, 3221225472, 536870912, 1094713344, 3646947328]],
    [1109, [2147483648, 1073741824, 3221225472, 1610612736, 4248829952, 1684013056]],
    [1110, [2147483648, 3221225472, 1073741824, 1610612736, 1589641216, 845152256]],
  ])("of coordinate %i are Joe and Kuo's", (dimension, words) => {
    const all = [...directionNumbers(table, 12)];
    expect(all).toHaveLength(DIMENSIONS);
    const point = (n: number) =>
      all[dimension]!.reduce(
        (sum, direction, bit) => (((n ^ (n >> 1)) >> bit) & 1 ? sum ^ direction : sum),
        0,
      );
    expect(POINTS.map((n) => point(n) >>> 0)).toEqual(words);
  });
});

describe("scrambled points", () => {
  const points = scrambled(6, 256);
  const perTurn = 64 * SCRAMBLINGS;

  /** Ranks among 2^bits equal parts of the unit interval, of all of a scrambling's 256 points. */
  function parts(scrambling: number, dimension: number, bits: number): number[] {
    const ranks: number[] = [];
    for (let block = 0; block < 4; block++) {
      const values = normals(points, block * perTurn + scrambling * 64, 64);
      for (const value of values.subarray(dimension * 64, (dimension + 1) * 64)) {
        ranks.push(Math.floor((memory.kernel("normalCdf")(value) as number) * 2 ** bits));
      }
    }
    return ranks;
  }

  it("lie one in each of as many equal parts, in every coordinate of every scrambling", () => {
    for (let scrambling = 0; scrambling < SCRAMBLINGS; scrambling++) {
      for (let dimension = 0; dimension < 6; dimension++) {
        expect(new Set(parts(scrambling, dimension, 8)).size).toBe(256);
      }
    }
  });

  it("lie one in each rectangle of that size, in the first two", () => {
    for (let bits = 1; bits < 8; bits++) {
      const [x, y] = [parts(3, 0, bits), parts(3, 1, 8 - bits)];
      expect(new Set(x.map((rank, at) => `${rank},${y[at]}`)).size).toBe(256);
    }
  });

  it("differ from scrambling to scrambling and from seed to seed, and do not depend on how many there are", () => {
    const first = normals(points, 0, 128);
    expect(normals(scrambled(6, 256, 2), 0, 128)).not.toEqual(first);
    expect(first.slice(0, 64)).not.toEqual(first.slice(64, 128));
    expect(normals(scrambled(6, 2 ** 20), 0, 128)).toEqual(first);
    expect(normals(scrambled(9, 64), 0, 128).slice(0, first.length)).toEqual(first);
  });

  it("far into the sequence are what the direction numbers say", () => {
    const many = scrambled(3, 2 ** 32);
    const n = 0xdeadbe80;
    const scrambling = 5;
    const [found] = normals(many, (n / 64) * perTurn + scrambling * 64, 1);
    const at = scrambling * 3;
    let value = many.shifts[at]!;
    for (let bit = 0; bit < 32; bit++)
      if (((n ^ (n >>> 1)) >>> bit) & 1) value ^= many.directions[at * 32 + bit]!;
    expect(found).toBe(normalQuantile(value));
  });
});
