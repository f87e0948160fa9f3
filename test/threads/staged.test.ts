import { expect, it } from "vitest";
import { staged } from "../../src/threads/staged.ts";

it("a value is staged as it is, with its numbers in memory that threads share", () => {
  const value = {
    layers: [
      { weight: Float32Array.of(1, 2, 3), bias: null },
      { weight: Float64Array.of(-0, Number.NaN), bias: 4 },
    ],
    numbers: [1, 2],
    directions: Uint32Array.of(2 ** 32 - 1),
    name: "relu",
    nothing: undefined,
  };
  let asked = 0;
  const memory = (bytes: number) => {
    asked += bytes;
    return new SharedArrayBuffer(bytes + 100);
  };
  const copy = staged(value, memory);
  expect(copy).toEqual(value);
  expect(asked).toBe(16 + 16 + 8);
  const buffers = [copy.layers[0]!.weight, copy.layers[1]!.weight, copy.directions].map(
    ({ buffer }) => buffer,
  );
  expect(new Set(buffers).size).toBe(1);
  expect(buffers[0]).toBeInstanceOf(SharedArrayBuffer);
});
