/**
 * The fused term operation: out = Σ_t c_t · Π_f factor_f, over up to four loop axes.
 *
 * Every operand is a strided view: stride 0 broadcasts it along an axis (a Wick vector), a sum of strides reads a
 * diagonal (a slice of a tensor). Where the output's own stride is 0 the axis is summed over.
 *
 * A program is a table in memory, written by the plan's executor; what is in brackets is the kernel's own:
 *
 *   i32 extent[4], i32 out, i32 outStride[4], i32 accumulate, i32 terms, i32 (padding)         48 bytes
 *   per term:   f64 coefficient, [f64 number], i32 constants, i32 varying, i32 kind, i32 bytes,
 *               [i32 first row, i32 second row]                                               40 bytes
 *     per factor: i32 pointer, i32 stride[4], [i32 here], [i32 row], i32 (padding)             32 bytes
 *
 * Strides are in elements; unused axes come first, with extent 1. Factors that are constant along the innermost axis come
 * before those that vary; `bytes` is the size of the term with its factors, `kind` twice the number of varying factors, and
 * one more if the term scales:
 *
 * The innermost axis runs in vectors. For each row the coefficient and the constant factors are multiplied into one
 * number, so a term costs one multiplication per element for each factor that varies, and one addition:
 * value = ((s·a)·b)·c …, s = (c_t · constant factors in their order), which is left out where the term does not `scale`, that
 * is where c_t = 1 and nothing is constant. An element's terms are added up in a register, in their order, several vectors
 * side by side. Every element is computed alike wherever it stands in a row, so the bits do not depend on vectors and tails.
 *
 * A factor that lies across the rows is copied first: where the axis before the innermost one runs along memory, for
 * TILE rows at a time, so that a cache line is read once for all of them.
 */
import { offset } from "./offset";
import { fillRow, gather, putSum, scatter, sumRow } from "./rows";
import { addTerms } from "./sum-of-terms";
import { fourRows, sumsProducts } from "./sums-of-products";
import {
  BYTES,
  CONSTANTS,
  FACTOR,
  FIRST,
  HEADER,
  HERE,
  here,
  NUMBER,
  ROW,
  SECOND,
  TERM,
  VARYING,
} from "./terms-table";

/** Copies of rows that there is room for; a single term never has more factors. */
export const MAX_VARYING: i32 = 16;
/** Rows for which a factor that lies across them is copied at once: a cache line of f32. */
const TILE: i32 = 16;
/** Factors of one program that are copied so; others row by row. */
const MAX_TILED: i32 = 4;

/** Bytes of scratch for rows of `length`: one row of results, copies of rows, tiles. */
export function termsScratch<T extends number>(length: i32): usize {
  return <usize>(MAX_VARYING + 1) * rowBytes<T>(length) + <usize>MAX_TILED * tileBytes<T>(length);
}

function tileBytes<T extends number>(length: i32): usize {
  return <usize>TILE * tileRow<T>(length);
}

/** A cache line apart, so that rows of a power of two do not push each other out of the cache. */
function tileRow<T extends number>(length: i32): usize {
  return rowBytes<T>(length) + 64;
}

function rowBytes<T extends number>(length: i32): usize {
  return (<usize>length * sizeof<T>() + 15) & ~15;
}

export function terms<T extends number>(program: usize, scratch: usize): void {
  const e0 = load<i32>(program);
  const e1 = load<i32>(program, 4);
  const e2 = load<i32>(program, 8);
  const s0 = load<i32>(program, 20);
  const s1 = load<i32>(program, 24);
  const s2 = load<i32>(program, 28);
  const base = <usize>load<u32>(program, 16);
  const accumulate = load<i32>(program, 36) != 0;
  const together = e2 & ~3 & (sumsProducts(program) ? -1 : 0);
  for (let i = 0; i < e0; i++) {
    for (let j = 0; j < e1; j++) {
      aim<T>(program, i, j);
      const onto = accumulate || (s0 == 0 && i > 0) || (s1 == 0 && j > 0);
      const start = base + offset<T>(i, s0) + offset<T>(j, s1);
      for (let k = 0; k < together; k += 4) {
        fourRows<T>(program, start + offset<T>(k, s2), s2, onto, onto || (s2 == 0 && k > 0));
      }
      for (let k = together; k < e2; k++) {
        row<T>(program, k, start + offset<T>(k, s2), onto || (s2 == 0 && k > 0), scratch);
      }
    }
  }
}

/** Sets `here` of every factor to its element at (i, j, 0, 0); rows then move it on. */
function aim<T extends number>(program: usize, i: i32, j: i32): void {
  const count = load<i32>(program, 40);
  let term = program + HEADER;
  for (let t = 0; t < count; t++) {
    const end = term + <usize>load<i32>(term, BYTES);
    for (let factor = term + TERM; factor < end; factor += FACTOR) {
      const from =
        <usize>load<u32>(factor) + offset<T>(i, load<i32>(factor, 4)) + offset<T>(j, load<i32>(factor, 8));
      store<u32>(factor, <u32>from, HERE);
    }
    term = end;
  }
}

/** One run along the innermost axis: straight into the output, or by way of a scratch row. */
function row<T extends number>(program: usize, k: i32, out: usize, accumulate: bool, scratch: usize): void {
  const length = load<i32>(program, 12);
  const stride = load<i32>(program, 32);
  const copies = scratch + rowBytes<T>(length);
  if (stride == 1) {
    rowInto<T>(program, k, out, accumulate, copies);
    return;
  }
  rowInto<T>(program, k, scratch, false, copies);
  if (stride == 0) {
    putSum<T>(out, sumRow<T>(scratch, length), accumulate);
  } else {
    scatter<T>(scratch, out, length, stride, accumulate);
  }
}

/** As many terms at a time as there is room for copies of rows. */
function rowInto<T extends number>(
  program: usize,
  k: i32,
  out: usize,
  accumulate: bool,
  copies: usize,
): void {
  const length = load<i32>(program, 12);
  const rows = load<i32>(program, 8);
  const count = load<i32>(program, 40);
  const tiles = copies + <usize>MAX_VARYING * rowBytes<T>(length);
  let first = program + HEADER;
  let term = first;
  let onto = accumulate;
  let copied = 0;
  let tiled = 0;
  if (count == 0 && !accumulate) fillRow<T>(out, <T>0, length);
  for (let t = 0; t < count; t++) {
    const constants = term + TERM + <usize>load<i32>(term, CONSTANTS) * FACTOR;
    const end = term + <usize>load<i32>(term, BYTES);
    if (copied + load<i32>(term, VARYING) > MAX_VARYING) {
      addTerms<T>(first, term, out, length, onto);
      first = term;
      onto = true;
      copied = 0;
    }
    multiplyConstants<T>(term, constants);
    for (let factor = constants; factor < end; factor += FACTOR) {
      const from = here<T>(factor);
      const stride = load<i32>(factor, 16);
      if (stride == 1) {
        store<u32>(factor, <u32>from, ROW);
      } else if (load<i32>(factor, 12) == 1 && tiled < MAX_TILED) {
        const tile = tiles + <usize>tiled * tileBytes<T>(length);
        if (k % TILE == 0) gatherTile<T>(from, tile, length, stride, min(TILE, rows - k));
        store<u32>(factor, <u32>(tile + <usize>(k % TILE) * tileRow<T>(length)), ROW);
        tiled++;
      } else {
        const copy = copies + <usize>copied * rowBytes<T>(length);
        gather<T>(from, copy, length, stride);
        store<u32>(factor, <u32>copy, ROW);
        copied++;
      }
    }
    store<u32>(term, load<u32>(constants, ROW), FIRST);
    store<u32>(term, load<u32>(constants, FACTOR + ROW), SECOND);
    term = end;
  }
  if (count > 0) addTerms<T>(first, term, out, length, onto);
}

function multiplyConstants<T extends number>(term: usize, end: usize): void {
  let number = <T>load<f64>(term);
  for (let factor = term + TERM; factor < end; factor += FACTOR) {
    number = <T>(number * load<T>(here<T>(factor)));
  }
  store<T>(term, number, NUMBER);
}

/** The factor's next `rows` rows, of which memory holds corresponding elements next to each other. */
function gatherTile<T extends number>(from: usize, to: usize, length: i32, stride: i32, rows: i32): void {
  const step = <usize>stride * sizeof<T>();
  for (let x = 0; x < length; x++) {
    let at = to + <usize>x * sizeof<T>();
    for (let row = 0; row < rows; row++) {
      store<T>(at, load<T>(from + <usize>row * sizeof<T>()));
      at += tileRow<T>(length);
    }
    from += step;
  }
}

export function terms_f32(program: usize, scratch: usize): void {
  terms<f32>(program, scratch);
}

export function terms_f64(program: usize, scratch: usize): void {
  terms<f64>(program, scratch);
}

export function termsScratch_f32(length: i32): usize {
  return termsScratch<f32>(length);
}

export function termsScratch_f64(length: i32): usize {
  return termsScratch<f64>(length);
}
