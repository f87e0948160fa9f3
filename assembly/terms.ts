/**
 * The fused term operation: out = Σ_t c_t · Π_f factor_f, over up to four loop axes.
 *
 * Every operand is a strided view: stride 0 broadcasts it along an axis (a Wick vector), a sum of strides reads a
 * diagonal (a slice of a tensor). Where the output's own stride is 0 the axis is summed over.
 *
 * A program is a table in memory, written by the plan's executor:
 *
 *   i32 extent[4], i32 out, i32 outStride[4], i32 accumulate, i32 terms, i32 (padding)         48 bytes
 *   per term:   f64 coefficient, i32 factors, i32 (padding)                                     16 bytes
 *     per factor: i32 pointer, i32 stride[4]                                                    20 bytes,
 *   the term padded to 8 bytes. Strides are in elements; unused axes come first, with extent 1.
 *
 * The innermost axis runs in vectors. For each row the factors constant along it are multiplied into one number,
 * so a term costs one multiplication per element for each factor that varies, and one addition:
 * value = ((s·a)·b)·c …, s = (c_t · constant factors in their order); s = 1 is left out. Every element is computed alike wherever
 * it stands in a row, so the bits do not depend on vectors and tails.
 */

const HEADER: usize = 48;
const TERM: usize = 16;
const FACTOR: usize = 20;
/** Factors of one term that may vary along the innermost axis. */
export const MAX_VARYING: i32 = 16;

/** Two types that stand for a compile-time flag: whether a term's constant is multiplied in at all. */
type Unit = i32;
type Scaled = i64;

/** Bytes of scratch for rows of `length`: one row of results and one copy of each factor with a stride. */
export function termsScratch<T extends number>(length: i32): usize {
  return <usize>(MAX_VARYING + 1) * rowBytes<T>(length) + <usize>MAX_VARYING * sizeof<usize>();
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
  for (let i = 0; i < e0; i++) {
    for (let j = 0; j < e1; j++) {
      for (let k = 0; k < e2; k++) {
        const out = base + offset<T>(i, s0) + offset<T>(j, s1) + offset<T>(k, s2);
        const summed = (s0 == 0 && i > 0) || (s1 == 0 && j > 0) || (s2 == 0 && k > 0);
        row<T>(program, i, j, k, out, accumulate || summed, scratch);
      }
    }
  }
}

function offset<T extends number>(index: i32, stride: i32): usize {
  return <usize>index * <usize>stride * sizeof<T>();
}

/** One run along the innermost axis: straight into the output, or by way of a scratch row. */
function row<T extends number>(
  program: usize,
  i: i32,
  j: i32,
  k: i32,
  out: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const length = load<i32>(program, 12);
  const stride = load<i32>(program, 32);
  if (stride == 1) {
    rowInto<T>(program, i, j, k, out, accumulate, scratch + rowBytes<T>(length));
    return;
  }
  rowInto<T>(program, i, j, k, scratch, false, scratch + rowBytes<T>(length));
  if (stride == 0) {
    const total = sumRow<T>(scratch, length);
    store<T>(out, accumulate ? load<T>(out) + total : total);
  } else {
    scatter<T>(scratch, out, length, stride, accumulate);
  }
}

function rowInto<T extends number>(
  program: usize,
  i: i32,
  j: i32,
  k: i32,
  out: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const length = load<i32>(program, 12);
  const count = load<i32>(program, 40);
  const pointers = scratch + <usize>MAX_VARYING * rowBytes<T>(length);
  if (count == 0 && !accumulate) fillRow<T>(out, <T>0, length);
  let at = program + HEADER;
  for (let t = 0; t < count; t++) {
    const factors = load<i32>(at, 8);
    let constant = <T>load<f64>(at);
    let varying = 0;
    let factor = at + TERM;
    for (let f = 0; f < factors; f++, factor += FACTOR) {
      const from =
        <usize>load<u32>(factor) +
        offset<T>(i, load<i32>(factor, 4)) +
        offset<T>(j, load<i32>(factor, 8)) +
        offset<T>(k, load<i32>(factor, 12));
      const stride = load<i32>(factor, 16);
      if (stride == 0) {
        constant = <T>(constant * load<T>(from));
        continue;
      }
      let pointer = from;
      if (stride != 1) {
        pointer = scratch + <usize>varying * rowBytes<T>(length);
        gather<T>(from, pointer, length, stride);
      }
      store<usize>(pointers + <usize>varying * sizeof<usize>(), pointer);
      varying++;
    }
    addTerm<T>(out, length, constant, pointers, varying, accumulate || t > 0);
    at = (factor + 7) & ~7;
  }
}

/** out (+)= constant · Π of `varying` rows. */
function addTerm<T extends number>(
  out: usize,
  length: i32,
  constant: T,
  pointers: usize,
  varying: i32,
  accumulate: bool,
): void {
  if (varying == 0) {
    if (accumulate) shiftRow<T>(out, constant, length);
    else fillRow<T>(out, constant, length);
    return;
  }
  let done = 0;
  if (varying <= 4) {
    done = length & ~(16 / <i32>sizeof<T>() - 1);
    if (constant == <T>1) addVectors<T, Unit>(out, done, constant, pointers, varying, accumulate);
    else addVectors<T, Scaled>(out, done, constant, pointers, varying, accumulate);
  }
  for (let x = done; x < length; x++) {
    const at = <usize>x * sizeof<T>();
    let value = <T>(constant * load<T>(pointer(pointers, 0) + at));
    for (let f = 1; f < varying; f++) value = <T>(value * load<T>(pointer(pointers, f) + at));
    store<T>(out + at, accumulate ? load<T>(out + at) + value : value);
  }
}

function pointer(pointers: usize, factor: i32): usize {
  return load<usize>(pointers + <usize>factor * sizeof<usize>());
}

/** The whole vectors of a row, one loop for each number of factors so that pointers stay in registers. */
function addVectors<T extends number, S extends number>(
  out: usize,
  length: i32,
  constant: T,
  pointers: usize,
  varying: i32,
  accumulate: bool,
): void {
  const end = out + <usize>length * sizeof<T>();
  const scale = v128.splat<T>(constant);
  let a = pointer(pointers, 0);
  let b = varying > 1 ? pointer(pointers, 1) : a;
  let c = varying > 2 ? pointer(pointers, 2) : a;
  let d = varying > 3 ? pointer(pointers, 3) : a;
  if (varying == 1) {
    for (; out < end; out += 16, a += 16) {
      put<T>(out, scaled<T, S>(scale, v128.load(a)), accumulate);
    }
  } else if (varying == 2) {
    for (; out < end; out += 16, a += 16, b += 16) {
      put<T>(out, v128.mul<T>(scaled<T, S>(scale, v128.load(a)), v128.load(b)), accumulate);
    }
  } else if (varying == 3) {
    for (; out < end; out += 16, a += 16, b += 16, c += 16) {
      const ab = v128.mul<T>(scaled<T, S>(scale, v128.load(a)), v128.load(b));
      put<T>(out, v128.mul<T>(ab, v128.load(c)), accumulate);
    }
  } else {
    for (; out < end; out += 16, a += 16, b += 16, c += 16, d += 16) {
      const ab = v128.mul<T>(scaled<T, S>(scale, v128.load(a)), v128.load(b));
      put<T>(out, v128.mul<T>(v128.mul<T>(ab, v128.load(c)), v128.load(d)), accumulate);
    }
  }
}

function scaled<T extends number, S extends number>(scale: v128, value: v128): v128 {
  return sizeof<S>() == sizeof<Scaled>() ? v128.mul<T>(scale, value) : value;
}

function put<T extends number>(out: usize, value: v128, accumulate: bool): void {
  v128.store(out, accumulate ? v128.add<T>(v128.load(out), value) : value);
}

function fillRow<T extends number>(out: usize, value: T, length: i32): void {
  for (let x = 0; x < length; x++) store<T>(out + <usize>x * sizeof<T>(), value);
}

function shiftRow<T extends number>(out: usize, value: T, length: i32): void {
  for (let x = 0; x < length; x++) {
    const at = out + <usize>x * sizeof<T>();
    store<T>(at, load<T>(at) + value);
  }
}

function gather<T extends number>(from: usize, to: usize, length: i32, stride: i32): void {
  const step = <usize>stride * sizeof<T>();
  for (let x = 0; x < length; x++) {
    store<T>(to + <usize>x * sizeof<T>(), load<T>(from));
    from += step;
  }
}

function scatter<T extends number>(from: usize, to: usize, length: i32, stride: i32, accumulate: bool): void {
  const step = <usize>stride * sizeof<T>();
  for (let x = 0; x < length; x++) {
    const value = load<T>(from + <usize>x * sizeof<T>());
    store<T>(to, accumulate ? load<T>(to) + value : value);
    to += step;
  }
}

/** Four interleaved partial sums, (0 + 1) + (2 + 3), then the elements left over one by one. */
function sumRow<T extends number>(from: usize, length: i32): T {
  const size = sizeof<T>();
  const whole = length & ~3;
  const end = from + <usize>whole * size;
  let low = v128.splat<T>(<T>0);
  let high = low;
  for (let at = from; at < end; at += 4 * size) {
    low = v128.add<T>(low, v128.load(at));
    if (size == 8) high = v128.add<T>(high, v128.load(at, 16));
  }
  let total = sumLanes<T>(low, high);
  for (let x = whole; x < length; x++) total = <T>(total + load<T>(from + <usize>x * size));
  return total;
}

/** (0 + 1) + (2 + 3) of four lanes: f32 in `low` alone, f64 in `low` and `high`. */
function sumLanes<T extends number>(low: v128, high: v128): T {
  if (sizeof<T>() == 4) {
    const s01 = v128.extract_lane<f32>(low, 0) + v128.extract_lane<f32>(low, 1);
    const s23 = v128.extract_lane<f32>(low, 2) + v128.extract_lane<f32>(low, 3);
    return <T>(s01 + s23);
  }
  const s01 = v128.extract_lane<f64>(low, 0) + v128.extract_lane<f64>(low, 1);
  const s23 = v128.extract_lane<f64>(high, 0) + v128.extract_lane<f64>(high, 1);
  return <T>(s01 + s23);
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
