import { describe, expect, it } from "vitest";
import { mergeTwin, rowMomentsTwin } from "../support/moments-twin.ts";
import { Memory, pattern, type Type } from "./memory.ts";

const memory = await Memory.create();
const SIZES = [1, 2, 3, 4, 5, 17, 63, 64];
const [ROWS, LD] = [3, 67];

function rowsOf(values: readonly number[], columns: number): number[][] {
  return Array.from({ length: ROWS }, (_, i) => values.slice(i * LD, i * LD + columns));
}

describe.each<Type>(["f32", "f64"])("moments, %s", (type) => {
  const values = pattern(ROWS * LD);
  const x = memory.put(type, values);

  it.each(SIZES)("of a block of %i columns are the twin's bits", (columns) => {
    const [mean, m2] = [memory.put("f64", [9, 9, 9, 77]), memory.put("f64", [9, 9, 9, 77])];
    memory.kernel(`blockMoments_${type}`)(ROWS, columns, x, LD, mean, m2);
    const expected = rowsOf(values, columns).map(rowMomentsTwin);
    expect([...memory.view("f64", mean, 4)]).toEqual([...expected.map((row) => row.mean), 77]);
    expect([...memory.view("f64", m2, 4)]).toEqual([...expected.map((row) => row.m2), 77]);
  });

  it.each(SIZES)("of pairs: the means of %i pairs", (columns) => {
    const mirror = memory.put(type, pattern(ROWS * LD + 5).slice(5));
    const out = memory.put("f64", new Array(ROWS * columns + 1).fill(77));
    memory.kernel(`pairMeans_${type}`)(ROWS, columns, x, mirror, LD, out);
    const other = rowsOf([...memory.view(type, mirror, ROWS * LD)], columns);
    const expected = rowsOf(values, columns).flatMap((row, i) =>
      row.map((v, c) => 0.5 * (v + other[i]![c]!)),
    );
    expect([...memory.view("f64", out, ROWS * columns + 1)]).toEqual([...expected, 77]);
  });
});

describe("merging", () => {
  it("is the twin's bits", () => {
    const values = pattern(200);
    const parts = [values.slice(0, 64), values.slice(64, 128), values.slice(128)];
    const [mean, m2] = [memory.put("f64", [0]), memory.put("f64", [0])];
    let [state, count] = [{ mean: 0, m2: 0 }, 0];
    for (const part of parts) {
      const block = rowMomentsTwin(part);
      const [blockMean, blockM2] = [memory.put("f64", [block.mean]), memory.put("f64", [block.m2])];
      memory.kernel("mergeMoments")(1, count, mean, m2, part.length, blockMean, blockM2);
      state = mergeTwin(state, count, block, part.length);
      count += part.length;
      expect([memory.view("f64", mean, 1)[0], memory.view("f64", m2, 1)[0]]).toEqual([state.mean, state.m2]);
    }
    const whole = rowMomentsTwin(values);
    expect(state.mean).toBeCloseTo(whole.mean, 12);
    expect(state.m2 / whole.m2).toBeCloseTo(1, 12);
  });

  it("keeps the digits of a small variance beside a large mean", () => {
    const offset = 2 ** 40;
    const values = memory.put("f64", [offset - 1, offset, offset + 1, offset]);
    const [mean, m2] = [memory.put("f64", [0]), memory.put("f64", [0])];
    memory.kernel("blockMoments_f64")(1, 4, values, 4, mean, m2);
    expect(memory.view("f64", mean, 1)[0]).toBe(offset);
    expect(memory.view("f64", m2, 1)[0]).toBe(2);
  });
});
