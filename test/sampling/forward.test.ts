import { describe, expect, it } from "vitest";
import { Memory, pattern, type Type } from "./memory.ts";

const memory = await Memory.create();
const SIZES = [1, 3, 4, 5, 17, 63];
const [ROWS, LD, IDENTITY, RELU] = [3, 67, 0, 1];

describe.each<Type>(["f32", "f64"])("forward, %s", (type) => {
  const forward = memory.kernel(`forward_${type}`);
  const values = pattern(ROWS * LD);
  const biases = [0.5, -1.25, 3];

  function applied(columns: number, bias: readonly number[] | null, code: number): number[] {
    const z = memory.put(type, values);
    expect(forward(ROWS, columns, z, LD, bias ? memory.put(type, bias) : 0, code)).toBe(1);
    return [...memory.view(type, z, ROWS * LD)];
  }

  function expected(columns: number, bias: readonly number[] | null, phi: (z: number) => number): number[] {
    return values.map((v, at) => (at % LD < columns ? phi(v + (bias?.[Math.floor(at / LD)] ?? 0)) : v));
  }

  it.each(SIZES)("adds the bias and applies the activation to %i columns, and to no more", (columns) => {
    expect(applied(columns, biases, IDENTITY)).toEqual(expected(columns, biases, (z) => z));
    expect(applied(columns, null, IDENTITY)).toEqual(values);
    const relu = (z: number) => (z < 0 ? 0 : z);
    expect(applied(columns, biases, RELU)).toEqual(expected(columns, biases, relu));
    expect(applied(columns, null, RELU)).toEqual(expected(columns, null, relu));
  });

  it.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ])("tells of %f anywhere", (broken) => {
    for (const at of [0, 2, 3, LD, 2 * LD + 16]) {
      const row = values.with(at, broken);
      expect(forward(ROWS, 17, memory.put(type, row), LD, 0, RELU)).toBe(0);
    }
    expect(forward(ROWS, 17, memory.put(type, values.with(17, broken)), LD, 0, RELU)).toBe(1);
  });

  it.each(SIZES)("negates %i columns, and no more", (columns) => {
    const from = memory.put(type, values);
    const to = memory.put(type, new Array(ROWS * LD).fill(99));
    memory.kernel(`negate_${type}`)(ROWS, columns, from, to, LD);
    expect([...memory.view(type, to, ROWS * LD)]).toEqual(
      values.map((v, at) => (at % LD < columns ? -v : 99)),
    );
  });
});
