/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3" (SC 2011): ten rounds of two 32×32→64 products and xors, a bijection of a 128-bit counter
 * for each 64-bit key. Four counters go through at once, one a lane.
 */

/**
 * The multipliers and the key's increments (golden ratio, √3 − 1), from the paper. In memory: engines build a vector
 * literal anew wherever it is used, from three instructions where a load is one.
 */
const M0 = memory.data<u32>([0xd2511f53]);
const M1 = memory.data<u32>([0xcd9e8d57]);
const W0 = memory.data<u32>([0x9e3779b9]);
const W1 = memory.data<u32>([0xbb67ae85]);
const ROUNDS: i32 = 10;

/** What the last call gave: lane l of `wordJ` is word j for counter l. Globals, as a function returns one value. */
export let word0: v128 = i32x4(0, 0, 0, 0);
export let word1: v128 = i32x4(0, 0, 0, 0);
export let word2: v128 = i32x4(0, 0, 0, 0);
export let word3: v128 = i32x4(0, 0, 0, 0);

/** Four blocks at the counters (c0, c1, c2, c3), one a lane, under the key (key0, key1). */
// @ts-ignore: decorator
@inline
export function philox(c0: v128, c1: v128, c2: v128, c3: v128, key0: u32, key1: u32): void {
  const m0 = v128.load32_splat(M0);
  const m1 = v128.load32_splat(M1);
  const w0 = v128.load32_splat(W0);
  const w1 = v128.load32_splat(W1);
  let k0 = i32x4.splat(key0);
  let k1 = i32x4.splat(key1);
  for (let round = 0; round < ROUNDS; round++) {
    const low0 = i64x2.extmul_low_i32x4_u(c0, m0);
    const high0 = i64x2.extmul_high_i32x4_u(c0, m0);
    const low1 = i64x2.extmul_low_i32x4_u(c2, m1);
    const high1 = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(oddWords(low1, high1), c1), k0);
    c2 = v128.xor(v128.xor(oddWords(low0, high0), c3), k1);
    c1 = evenWords(low1, high1);
    c3 = evenWords(low0, high0);
    k0 = i32x4.add(k0, w0);
    k1 = i32x4.add(k1, w1);
  }
  word0 = c0;
  word1 = c1;
  word2 = c2;
  word3 = c3;
}

/** The lower halves of four 64-bit lanes. */
export function evenWords(low: v128, high: v128): v128 {
  return i32x4.shuffle(low, high, 0, 2, 4, 6);
}

/** The upper halves of four 64-bit lanes. */
export function oddWords(low: v128, high: v128): v128 {
  return i32x4.shuffle(low, high, 1, 3, 5, 7);
}
