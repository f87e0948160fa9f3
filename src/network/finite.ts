import type { FloatArray, Matrix } from "./network.ts";

/** The index of the first entry that is infinite or NaN; −1: none. */
export function firstNotFinite(data: FloatArray): number {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return i;
  return -1;
}

/** Whether it is an array of f32 or f64 numbers. */
export function isFloatArray(value: unknown): value is FloatArray {
  return value instanceof Float64Array || value instanceof Float32Array;
}

/** Whether it is a matrix with at least one row and column and as many numbers as it says. */
export function isMatrix(value: unknown): value is Matrix {
  const { rows, columns, data } = (value ?? {}) as Partial<Matrix>;
  return isFloatArray(data) && isWidth(rows) && isWidth(columns) && data.length === rows * columns;
}

function isWidth(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}
