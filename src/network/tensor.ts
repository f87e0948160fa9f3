import type { FloatArray } from "./network.ts";

/** A stored array in row-major (C) order; `shape` is empty for a single number. A reader may unpack `data` when it is asked for. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: FloatArray;
}

/** `[8, 5]`, as messages print a shape; of many sizes the first ones. */
export function shapeText(shape: readonly number[]): string {
  const sizes = shape.length > 8 ? [...shape.slice(0, 6), "…"] : shape;
  return `[${sizes.join(", ")}]`;
}

/** The row-major data of the transpose of a row-major `rows × columns` matrix. */
export function transposed(data: FloatArray, rows: number, columns: number): FloatArray {
  const result = data instanceof Float64Array ? new Float64Array(data.length) : new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j]!;
  }
  return result;
}
