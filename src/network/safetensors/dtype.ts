import { widenBF16, widenF16 } from "../half.ts";
import type { FloatArray } from "../network.ts";

/** A stored element type: its size in bytes, and how an aligned copy of its bytes becomes numbers. */
export interface Dtype {
  readonly size: number;
  readonly decode: (bytes: Uint8Array) => FloatArray;
}

/** What is read. A fresh copy is aligned, wherever in the file the bytes were (Node's Buffer.slice would not copy). */
export const DTYPES: ReadonlyMap<string, Dtype> = new Map<string, Dtype>([
  ["F64", { size: 8, decode: (bytes) => new Float64Array(new Uint8Array(bytes).buffer) }],
  ["F32", { size: 4, decode: (bytes) => new Float32Array(new Uint8Array(bytes).buffer) }],
  ["F16", { size: 2, decode: widenF16 }],
  ["BF16", { size: 2, decode: widenBF16 }],
]);
