/**
 * Standard normals at counters: sample s of variable i depends on (seed, stream, s, i) and the number type, and
 * on nothing that was drawn before. One Philox block of four words makes four variables in f32, two in f64:
 *
 *   counter = (⌊i / 4⌋ or ⌊i / 2⌋, low word of s, high word of s, stream),  key = seed
 *   f32: (radius, angle, radius, angle)        f64: (radius high, low, angle high, low)
 *
 * The four lanes are four consecutive samples, so what they make is stored as it stands: out[i·ld + s − first].
 */
import { cosEighth, logUnit, sinEighth } from "./box-muller";
import { evenWords, oddWords, philox, word0, word1, word2, word3 } from "./philox";

const TWO_PI: f64 = 6.283185307179586;
/** 2^-32: a word as a fraction. */
const FRACTION: f64 = 2.3283064365386963e-10;

/** Writes out[i·ld + c], i < rows, c < columns, from sample `first` on (64 bits, as is the seed: low, high). */
export function normals<T extends number>(
  out: usize,
  rows: i32,
  columns: i32,
  ld: i32,
  seedLow: u32,
  seedHigh: u32,
  firstLow: u32,
  firstHigh: u32,
  stream: u32,
): void {
  const perBlock: i32 = sizeof<T>() == 4 ? 4 : 2;
  const first = ((<u64>firstHigh) << 32) | <u64>firstLow;
  for (let i = 0; i < rows; i += perBlock) {
    const row = out + <usize>i * <usize>ld * sizeof<T>();
    for (let c = 0; c < columns; c += 4) {
      const s01 = i64x2.add(i64x2.splat(first + c), i64x2(0, 1));
      const s23 = i64x2.add(i64x2.splat(first + c), i64x2(2, 3));
      const group = i32x4.splat(i / perBlock);
      philox(group, evenWords(s01, s23), oddWords(s01, s23), i32x4.splat(stream), seedLow, seedHigh);
      emit<T>(row + <usize>c * sizeof<T>(), <usize>ld * sizeof<T>(), rows - i, columns - c);
    }
  }
}

/** Turns the block's words into up to perBlock×4 normals at `to`, rows `stride` bytes apart. */
function emit<T extends number>(to: usize, stride: usize, rows: i32, columns: i32): void {
  if (sizeof<T>() == 4) {
    pairF32(word0, word1, to, stride, rows, columns);
    if (rows > 2) pairF32(word2, word3, to + 2 * stride, stride, rows - 2, columns);
  } else {
    pairF64(word0, word1, word2, word3, to, stride, rows, columns);
    if (columns > 2) {
      pairF64(upper(word0), upper(word1), upper(word2), upper(word3), to + 16, stride, rows, columns - 2);
    }
  }
}

function upper(words: v128): v128 {
  return i32x4.shuffle(words, words, 2, 3, 2, 3);
}

/** u = (x + ½) 2^-32 and v = a 2^-32 from one word each. */
function pairF32(x: v128, a: v128, to: usize, stride: usize, rows: i32, columns: i32): void {
  const u = f32x4.mul(f32x4.add(f32x4.convert_i32x4_u(x), f32x4.splat(0.5)), f32x4.splat(<f32>FRACTION));
  const quarter = nearestQuarter(a);
  const rest = i32x4.sub(a, i32x4.shl(quarter, 30));
  const turns = f32x4.mul(f32x4.convert_i32x4_s(rest), f32x4.splat(<f32>FRACTION));
  place<f32>(u, turns, quarter, to, stride, rows, columns);
}

/** The same from two words each, the first the upper, of the lower two lanes. */
function pairF64(
  x: v128,
  xl: v128,
  a: v128,
  al: v128,
  to: usize,
  stride: usize,
  rows: i32,
  columns: i32,
): void {
  const unit = f64x2.splat(FRACTION);
  const low = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(xl), f64x2.splat(0.5)), unit);
  const u = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(x), low), unit);
  const quarter = nearestQuarter(a);
  const rest = f64x2.convert_low_i32x4_s(i32x4.sub(a, i32x4.shl(quarter, 30)));
  const turns = f64x2.mul(f64x2.add(rest, f64x2.mul(f64x2.convert_low_i32x4_u(al), unit)), unit);
  place<f64>(u, turns, i64x2.extend_low_i32x4_u(quarter), to, stride, rows, columns);
}

/** The quarter turn nearest to the angle a 2^-32 of a turn: what is left is at most an eighth. */
function nearestQuarter(a: v128): v128 {
  return i32x4.shr_u(i32x4.add(a, i32x4.splat(1 << 29)), 30);
}

/** r cos θ into the first row and r sin θ into the second, θ = quarter · π/2 + 2π turns. */
function place<T extends number>(
  u: v128,
  turns: v128,
  quarter: v128,
  to: usize,
  stride: usize,
  rows: i32,
  columns: i32,
): void {
  const r = v128.sqrt<T>(v128.mul<T>(logUnit<T>(u), v128.splat<T>(<T>-2)));
  const y = v128.mul<T>(turns, v128.splat<T>(<T>TWO_PI));
  const s = sinEighth<T>(y);
  const c = cosEighth<T>(y);
  const odd = bitMask<T>(quarter, 0);
  const cosSign = signBit<T>(v128.xor(quarter, shiftRight<T>(quarter, 1)), 0);
  const cosine = v128.xor(v128.bitselect(s, c, odd), cosSign);
  storeLanes<T>(to, v128.mul<T>(r, cosine), columns);
  if (rows < 2) return;
  const sine = v128.xor(v128.bitselect(c, s, odd), signBit<T>(quarter, 1));
  storeLanes<T>(to + stride, v128.mul<T>(r, sine), columns);
}

function shiftRight<T extends number>(v: v128, by: i32): v128 {
  return sizeof<T>() == 4 ? i32x4.shr_u(v, by) : i64x2.shr_u(v, by);
}

/** Bit `bit` of each lane, moved to the sign's place. */
function signBit<T extends number>(v: v128, bit: i32): v128 {
  return sizeof<T>() == 4 ? i32x4.shl(i32x4.shr_u(v, bit), 31) : i64x2.shl(i64x2.shr_u(v, bit), 63);
}

/** All ones in the lanes where that bit is set. */
function bitMask<T extends number>(v: v128, bit: i32): v128 {
  return sizeof<T>() == 4 ? i32x4.shr_s(signBit<T>(v, bit), 31) : i64x2.shr_s(signBit<T>(v, bit), 63);
}

/** The first `count` lanes, all of them if there are fewer. */
function storeLanes<T extends number>(to: usize, v: v128, count: i32): void {
  if (count >= <i32>(16 / sizeof<T>())) {
    v128.store(to, v);
    return;
  }
  store<T>(to, v128.extract_lane<T>(v, 0));
  if (sizeof<T>() == 4) {
    if (count > 1) store<f32>(to + 4, f32x4.extract_lane(v, 1));
    if (count > 2) store<f32>(to + 8, f32x4.extract_lane(v, 2));
  }
}

export function normals_f32(
  out: usize,
  rows: i32,
  columns: i32,
  ld: i32,
  seedLow: u32,
  seedHigh: u32,
  firstLow: u32,
  firstHigh: u32,
  stream: u32,
): void {
  normals<f32>(out, rows, columns, ld, seedLow, seedHigh, firstLow, firstHigh, stream);
}
export function normals_f64(
  out: usize,
  rows: i32,
  columns: i32,
  ld: i32,
  seedLow: u32,
  seedHigh: u32,
  firstLow: u32,
  firstHigh: u32,
  stream: u32,
): void {
  normals<f64>(out, rows, columns, ld, seedLow, seedHigh, firstLow, firstHigh, stream);
}
