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
/* Functions are inlined by decorator where it matters, which Biome cannot parse: biome.json leaves such files out. */

/** Where a block that reaches over an edge is made: four vectors. */
const SPARE = memory.data(64);

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
  const stride = <usize>ld * sizeof<T>();
  const first = ((<u64>firstHigh) << 32) | <u64>firstLow;
  for (let i = 0; i < rows; i += perBlock) {
    const row = out + <usize>i * stride;
    const high = min(perBlock, rows - i);
    const whole = high == perBlock ? columns & -4 : 0;
    const group = i / perBlock;
    words<T>(row, stride, whole, group, seedLow, seedHigh, first, stream);
    transform<T>(row, stride, whole);
    for (let c = whole; c < columns; c += 4) {
      words<T>(SPARE, 4 * sizeof<T>(), 4, group, seedLow, seedHigh, first + c, stream);
      transform<T>(SPARE, 4 * sizeof<T>(), 4);
      copyPart<T>(row + <usize>c * sizeof<T>(), stride, high, min(4, columns - c));
    }
  }
}

/** The first rows and columns of the spare block. */
function copyPart<T extends number>(to: usize, stride: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    memory.copy(to + <usize>i * stride, SPARE + <usize>(4 * i) * sizeof<T>(), <usize>columns * sizeof<T>());
  }
}

/** Writes the random words of four samples at a time where their normals will be. */
function words<T extends number>(
  to: usize,
  stride: usize,
  columns: i32,
  group: i32,
  seedLow: u32,
  seedHigh: u32,
  first: u64,
  stream: u32,
): void {
  for (let c = 0; c < columns; c += 4) {
    const s01 = i64x2.add(i64x2.splat(first + c), i64x2(0, 1));
    const s23 = i64x2.add(i64x2.splat(first + c), i64x2(2, 3));
    philox(i32x4.splat(group), evenWords(s01, s23), oddWords(s01, s23), i32x4.splat(stream), seedLow, seedHigh);
    v128.store(to, word0);
    if (sizeof<T>() == 4) {
      v128.store(to + stride, word1);
      v128.store(to + 2 * stride, word2);
      v128.store(to + 3 * stride, word3);
    } else {
      v128.store(to, word1, 16);
      v128.store(to + stride, word2);
      v128.store(to + stride, word3, 16);
    }
    to += 4 * sizeof<T>();
  }
}

/**
 * Turns words into normals, in place. Each pair is one long chain of dependent operations, so two go through
 * together, in one function: engines and processors then overlap them, which takes two thirds of the time.
 */
function transform<T extends number>(at: usize, stride: usize, columns: i32): void {
  for (let c = 0; c < columns; c += 4, at += 4 * sizeof<T>()) {
    const w0 = v128.load(at);
    if (sizeof<T>() == 4) {
      const third = at + 2 * stride;
      const w1 = v128.load(at + stride);
      const w2 = v128.load(third);
      const w3 = v128.load(third + stride);
      pairF32(w0, w1, at, stride);
      pairF32(w2, w3, third, stride);
    } else {
      const w1 = v128.load(at, 16);
      const w2 = v128.load(at + stride);
      const w3 = v128.load(at + stride, 16);
      pairF64(w0, w1, w2, w3, at, stride);
      pairF64(upper(w0), upper(w1), upper(w2), upper(w3), at + 16, stride);
    }
  }
}

/** u = (x + ½) 2^-32 and v = a 2^-32 from one word each. */
// @ts-ignore: decorator
@inline
function pairF32(x: v128, a: v128, to: usize, stride: usize): void {
  const unit = f32x4.splat(<f32>FRACTION);
  const u = f32x4.mul(f32x4.add(f32x4.convert_i32x4_u(x), f32x4.splat(0.5)), unit);
  const quarter = nearestQuarter(a);
  const rest = i32x4.sub(a, i32x4.shl(quarter, 30));
  const turns = f32x4.mul(f32x4.convert_i32x4_s(rest), unit);
  place<f32>(u, turns, quarter, to, stride);
}

/** The same from two words each, the first the upper, of the lower two lanes. */
// @ts-ignore: decorator
@inline
function pairF64(x: v128, xl: v128, a: v128, al: v128, to: usize, stride: usize): void {
  const unit = f64x2.splat(FRACTION);
  const low = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(xl), f64x2.splat(0.5)), unit);
  const u = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(x), low), unit);
  const quarter = nearestQuarter(a);
  const rest = f64x2.convert_low_i32x4_s(i32x4.sub(a, i32x4.shl(quarter, 30)));
  const turns = f64x2.mul(f64x2.add(rest, f64x2.mul(f64x2.convert_low_i32x4_u(al), unit)), unit);
  place<f64>(u, turns, i32x4.shuffle(quarter, quarter, 0, 0, 1, 1), to, stride);
}

/** The quarter turn nearest to the angle a 2^-32 of a turn: what is left is at most an eighth. */
// @ts-ignore: decorator
@inline
function nearestQuarter(a: v128): v128 {
  return i32x4.shr_u(i32x4.add(a, i32x4.splat(1 << 29)), 30);
}

/**
 * r cos θ into the first row and r sin θ into the second, θ = quarter · π/2 + 2π turns; `quarter` in every
 * 32-bit word.
 */
// @ts-ignore: decorator
@inline
function place<T extends number>(u: v128, turns: v128, quarter: v128, to: usize, stride: usize): void {
  const r = v128.sqrt<T>(v128.mul<T>(logUnit<T>(u), v128.splat<T>(<T>-2)));
  const y = v128.mul<T>(turns, v128.splat<T>(<T>TWO_PI));
  const s = sinEighth<T>(y);
  const c = cosEighth<T>(y);
  const odd = i32x4.shr_s(i32x4.shl(quarter, 31), 31);
  const half = i32x4.shr_u(quarter, 1);
  const cosine = v128.xor(v128.bitselect(s, c, odd), signBit<T>(v128.xor(quarter, half)));
  v128.store(to, v128.mul<T>(r, cosine));
  const sine = v128.xor(v128.bitselect(c, s, odd), signBit<T>(half));
  v128.store(to + stride, v128.mul<T>(r, sine));
}

// @ts-ignore: decorator
@inline
function upper(words: v128): v128 {
  return i32x4.shuffle(words, words, 2, 3, 2, 3);
}

/** The last bit of each lane, moved to the sign's place. */
// @ts-ignore: decorator
@inline
function signBit<T extends number>(v: v128): v128 {
  return sizeof<T>() == 4 ? i32x4.shl(v, 31) : i64x2.shl(v, 63);
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
