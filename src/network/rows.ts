import { show } from "./fail.ts";
import { isFloatArray } from "./finite.ts";
import { isRecord } from "./is-record.ts";
import type { FloatArray, Matrix } from "./network.ts";

/** A matrix as code writes it: rows, lists or typed arrays, or a matrix, whose data are not copied. */
export type MatrixDraft = readonly ArrayLike<number>[] | Matrix;

/** A vector as code writes it: a list, or an array, which is not copied. */
export type VectorDraft = readonly number[] | FloatArray;

/** What is wrong is thrown by this, so that a file's reader and a caller's builder use their own error codes. */
export type Refuse = (message: string) => never;

/** The matrix that a draft stands for; whether a matrix is complete is not looked at. */
export function toMatrix(draft: MatrixDraft, name: string, refuse: Refuse): Matrix {
  return isRecord(draft) && "data" in draft ? (draft as Matrix) : matrixFromRows(draft, name, refuse);
}

/** The vector that a draft stands for. */
export function toVector(draft: VectorDraft, name: string, refuse: Refuse): FloatArray {
  return isFloatArray(draft) ? draft : vectorFromList(draft, name, refuse);
}

/** A matrix from a list of rows; `name` leads messages, which go as deep as `name[3]` or `name[3][0]`. */
export function matrixFromRows(value: unknown, name: string, refuse: Refuse): Matrix {
  if (!Array.isArray(value) || value.length === 0) return refuse(`${name} is ${show(value)}; expected rows`);
  const first: unknown = value[0];
  const columns = isRow(first) ? first.length : 0;
  const data = new Float64Array(value.length * columns);
  for (const [i, row] of (value as unknown[]).entries()) {
    if (!isRow(row) || row.length === 0)
      return refuse(`${name}[${i}] is ${show(row)}; expected a row of numbers`);
    if (row.length !== columns)
      refuse(`${name}[${i}] has ${row.length} entries, the rows before it ${columns}`);
    fill(data.subarray(i * columns, (i + 1) * columns), row, `${name}[${i}]`, refuse);
  }
  return { rows: value.length, columns, data };
}

/** A list or a typed array. */
function isRow(row: unknown): row is ArrayLike<unknown> {
  return Array.isArray(row) || (ArrayBuffer.isView(row) && !(row instanceof DataView));
}

/** A vector from a list of numbers. */
export function vectorFromList(value: unknown, name: string, refuse: Refuse): Float64Array {
  if (!Array.isArray(value)) return refuse(`${name} is ${show(value)}; expected a list of numbers`);
  const data = new Float64Array(value.length);
  fill(data, value, name, refuse);
  return data;
}

/** A list's holes are undefined here, where forEach would skip them. */
function fill(target: Float64Array, list: ArrayLike<unknown>, name: string, refuse: Refuse): void {
  for (let i = 0; i < list.length; i++) {
    const number = list[i];
    if (typeof number !== "number" || !Number.isFinite(number)) {
      refuse(`${name}[${i}] is ${show(number)}; expected a finite number`);
    }
    target[i] = number;
  }
}
