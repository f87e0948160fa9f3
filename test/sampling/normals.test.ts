import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosTwin, F32, F64, logTwin, normalTwin, philoxTwin, sinTwin } from "../support/normals-twin.ts";
import { Memory, type Type } from "./memory.ts";

const memory = await Memory.create();
const TYPES = [F32, F64] as const;

interface Request {
  rows: number;
  columns: number;
  ld: number;
  seed: [number, number];
  first: bigint;
  stream: number;
}

/** What the kernel writes, in a region that ends with as many guards as it is long. */
function drawn(type: Type, { rows, columns, ld, seed, first, stream }: Request): number[] {
  const out = memory.put(type, new Array(2 * rows * ld + 8).fill(99));
  const [low, high] = [Number(first & 0xffffffffn), Number(first >> 32n)];
  memory.kernel(`normals_${type}`)(out, rows, columns, ld, ...seed, low, high, stream);
  return [...memory.view(type, out, 2 * rows * ld + 8)];
}

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const request = fc.record({
  rows: fc.integer({ min: 1, max: 9 }),
  columns: fc.constantFrom(1, 2, 3, 4, 5, 17, 63),
  ld: fc.constantFrom(63, 64, 67),
  seed: fc.tuple(word, word),
  first: fc.oneof(fc.bigInt(0n, 2n ** 53n), fc.constantFrom(0n, 2n ** 32n - 3n, 2n ** 32n - 1n)),
  stream: fc.integer({ min: 0, max: 3 }),
});

describe("philox", () => {
  // The known answers that the authors publish with Random123 (kat_vectors, philox4x32 10).
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])("%j under %j", (counter, key, words) => {
    expect(philoxTwin(counter, key)).toEqual(words);
  });
});

describe.each(TYPES)("normals, $type", (r) => {
  it("are the twin's bits, and nothing else is written", () => {
    fc.assert(
      fc.property(request, (asked) => {
        const { rows, columns, ld, seed, first, stream } = asked;
        const expected = new Array(2 * rows * ld + 8).fill(99);
        for (let i = 0; i < rows; i++) {
          for (let c = 0; c < columns; c++) {
            expected[i * ld + c] = normalTwin(r, seed, stream, first + BigInt(c), i);
          }
        }
        expect(drawn(r.type, asked)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it("have the moments and the independence of normals", () => {
    const [rows, columns] = [64, 4096];
    const values = drawn(r.type, { rows, columns, ld: columns, seed: [1, 2], first: 5n, stream: 0 });
    const n = rows * columns;
    const z = values.slice(0, n);
    const moment = (k: number) => z.reduce((sum, x) => sum + x ** k, 0) / n;
    // Five standard errors: the variance of z^k is (2k−1)!! − (its mean)².
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
    expect(Math.abs(moment(6) - 15)).toBeLessThan(5 * Math.sqrt((10395 - 225) / n));
    for (const lag of [1, 2, columns, 2 * columns, 3 * columns]) {
      const product = z.slice(lag).reduce((sum, x, i) => sum + x * z[i]!, 0) / (n - lag);
      expect(Math.abs(product)).toBeLessThan(5 * Math.sqrt(1 / (n - lag)));
    }
  });

  it("differ between seeds, streams and types", () => {
    const base: Request = { rows: 4, columns: 4, ld: 4, seed: [1, 0], first: 0n, stream: 0 };
    const variants = [base, { ...base, seed: [0, 1] as [number, number] }, { ...base, stream: 1 }];
    const heads = variants.map((variant) => drawn(r.type, variant).slice(0, 16));
    expect(new Set(heads.flat()).size).toBe(48);
  });
});

/** Distance from the exact value in units in its last place; Math's functions are good to one ULP of f64. */
function ulps({ type }: { type: Type }, found: number, exact: number): number {
  const bits = type === "f32" ? 23 : 52;
  return Math.abs(found - exact) / 2 ** (Math.floor(Math.log2(Math.abs(exact))) - bits);
}

describe.each(TYPES)("elementary functions, $type", (r) => {
  const least = r.type === "f32" ? 2 ** -33 : 2 ** -65;

  it("log is good to 2 ULP on (0, 1]", () => {
    expect(logTwin(r, 1)).toBe(0);
    fc.assert(
      fc.property(fc.double({ min: Math.log2(least), max: -1e-6, noNaN: true }), (exponent) => {
        const u = r.round(2 ** exponent);
        if (u < 1) expect(ulps(r, logTwin(r, u), Math.log(u))).toBeLessThan(2);
      }),
      { numRuns: 2000 },
    );
  });

  it("sin and cos are good to 2 ULP on an eighth of a turn", () => {
    fc.assert(
      fc.property(fc.double({ min: -Math.PI / 4, max: Math.PI / 4, noNaN: true }), (angle) => {
        const y = r.round(angle);
        if (Math.abs(y) < 1e-30) return;
        expect(ulps(r, sinTwin(r, y), Math.sin(y))).toBeLessThan(2);
        expect(ulps(r, cosTwin(r, y), Math.cos(y))).toBeLessThan(2);
      }),
      { numRuns: 2000 },
    );
  });
});
