import type { Arena } from "../backend/arena.ts";
import { bytesPerElement, type Dtype } from "../backend/dtype.ts";
import type { Pointer } from "../backend/instance.ts";

/** Copies numbers into memory of their own, converted to `dtype`. */
export function load(arena: Arena, dtype: Dtype, values: ArrayLike<number>): Pointer {
  const length = values.length;
  const pointer = arena.reserve(length * bytesPerElement(dtype));
  (dtype === "f32" ? arena.f32(pointer, length) : arena.f64(pointer, length)).set(values);
  return pointer;
}

/** A matrix of samples, one a column: element (i, c) is at `pointer + (i · ld + c) · bytes`. */
export interface Block {
  readonly pointer: Pointer;
  /** Elements from a row to the next. */
  readonly ld: number;
}
