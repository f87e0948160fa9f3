import { show } from "./fail.ts";
import type { Matrix } from "./network.ts";

/** What is wrong is thrown by this, so that a file's reader and a caller's builder use their own error codes. */
export type Refuse = (message: string) => never;

/** A matrix from a list of rows; `name` leads messages, which go as deep as `name[3]` or `name[3][0]`. */
export function matrixFromRows(value: unknown, name: string, refuse: Refuse): Matrix {
  if (!Array.isArray(value) || value.length === 0) return refuse(`${name} is ${show(value)}; expected rows`);
  const first: unknown = value[0];
  const columns = Array.isArray(first) ? first.length : 0;
  const data = new Float64Array(value.length * columns);
  value.forEach((row: unknown, i) => {
    if (!Array.isArray(row) || row.length === 0)
      refuse(`${name}[${i}] is ${show(row)}; expected a row of numbers`);
    if (row.length !== columns)
      refuse(`${name}[${i}] has ${row.length} entries, the rows before it ${columns}`);
    fill(data.subarray(i * columns, (i + 1) * columns), row, `${name}[${i}]`, refuse);
  });
  return { rows: value.length, columns, data };
}

/** A vector from a list of numbers. */
export function vectorFromList(value: unknown, name: string, refuse: Refuse): Float64Array {
  if (!Array.isArray(value)) return refuse(`${name} is ${show(value)}; expected a list of numbers`);
  const data = new Float64Array(value.length);
  fill(data, value, name, refuse);
  return data;
}

function fill(target: Float64Array, list: readonly unknown[], name: string, refuse: Refuse): void {
  list.forEach((number, i) => {
    if (typeof number !== "number" || !Number.isFinite(number)) {
      refuse(`${name}[${i}] is ${show(number)}; expected a finite number`);
    }
    target[i] = number;
  });
}
