/** Where things stand in the table of a term operation: its layout is drawn in terms.ts. */
import { offset } from "./offset";

export const HEADER: usize = 48;
export const TERM: usize = 40;
export const FACTOR: usize = 32;
/** Offsets in a term and in a factor. */
export const NUMBER: usize = 8;
export const CONSTANTS: usize = 16;
export const VARYING: usize = 20;
export const KIND: usize = 24;
export const BYTES: usize = 28;
export const FIRST: usize = 32;
export const SECOND: usize = 36;
export const HERE: usize = 20;
export const ROW: usize = 24;

/** Kinds of terms that are most frequent: a number times one row, a product of two, a number times that. */
export const SCALED_ROW: i32 = 3;
export const PRODUCT: i32 = 4;
export const SCALED_PRODUCT: i32 = 5;

/** Where a factor's row begins; the next call gives the next row. */
export function here<T extends number>(factor: usize): usize {
  const from = <usize>load<u32>(factor, HERE);
  store<u32>(factor, <u32>(from + offset<T>(1, load<i32>(factor, 12))), HERE);
  return from;
}
