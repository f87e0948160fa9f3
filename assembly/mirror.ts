import { offset } from "./offset";
import { transposeSquare } from "./transpose-square";

/** Side of the blocks in which a triangle is mirrored. */
const MIRROR: i32 = 32;

/**
 * Copies rows `first`, a multiple of 8, to `end` of a matrix's lower triangle to its upper one, in square blocks that fit
 * the first-level cache.
 */
export function mirror<T extends number>(first: i32, end: i32, c: usize, ldc: i32): void {
  for (let ib = first; ib < end; ib += MIRROR) {
    const last = min(ib + MIRROR, end);
    for (let jb = 0; jb < ib; jb += MIRROR) mirrorBlock<T>(ib, last, jb, min(jb + MIRROR, ib), c, ldc);
    for (let i = ib; i < last; i++) mirrorRow<T>(i, ib, i, c, ldc);
  }
}

/** Rows ib to `end` and columns jb to `last` below the diagonal: whole squares in registers, then the last rows. */
function mirrorBlock<T extends number>(ib: i32, end: i32, jb: i32, last: i32, c: usize, ldc: i32): void {
  const lanes = <i32>(16 / sizeof<T>());
  const row = offset<T>(1, ldc);
  const whole = end & -lanes;
  for (let i = ib; i < whole; i += lanes) {
    for (let j = jb; j < last; j += lanes) {
      transposeSquare<T>(at<T>(c, i, j, ldc), row, at<T>(c, j, i, ldc), row);
    }
  }
  for (let i = whole; i < end; i++) mirrorRow<T>(i, jb, last, c, ldc);
}

function mirrorRow<T extends number>(i: i32, from: i32, to: i32, c: usize, ldc: i32): void {
  for (let j = from; j < to; j++) store<T>(at<T>(c, j, i, ldc), load<T>(at<T>(c, i, j, ldc)));
}

/** Where element (i, j) lies. */
function at<T extends number>(c: usize, i: i32, j: i32, ldc: i32): usize {
  return c + offset<T>(i, ldc) + offset<T>(j, 1);
}

export function mirror_f32(first: i32, end: i32, c: usize, ldc: i32): void {
  mirror<f32>(first, end, c, ldc);
}

export function mirror_f64(first: i32, end: i32, c: usize, ldc: i32): void {
  mirror<f64>(first, end, c, ldc);
}
