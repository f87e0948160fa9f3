/**
 * Smooth activation functions on two doubles at a time, each within 2.5 units in the last place and right for
 * every finite argument (test/activations measures them), the same bits on every machine.
 */
import { EXP, EXP_DEGREE, LN2_HI, LN2_LO, LOG2_E } from "./gaussian-tables";

/** 2ⁿ by halves reaches down to n = −2044; e^x is zero long before. */
const LEAST: f64 = -1400;
/** tanh is 1 from here on. */
const TANH_ONE: f64 = 20;

const zero = f64x2.splat(0);
const one = f64x2.splat(1);

/** tanh |x| = e/(e + 2), e = e^(2|x|) − 1. */
export function tanh(x: v128): v128 {
  const size = f64x2.min(f64x2.abs(x), f64x2.splat(TANH_ONE));
  const e = expLessOne(f64x2.add(size, size));
  return withSign(f64x2.div(e, f64x2.add(e, f64x2.splat(2))), x);
}

/** 1/(1 + e^−x), with full relative precision in its lower tail. */
export function sigmoid(x: v128): v128 {
  const u = expOfNegativeSize(x);
  return f64x2.div(v128.bitselect(u, one, f64x2.lt(x, zero)), f64x2.add(one, u));
}

/**
 * q = x/(1 + e^−|x|), times e^x for a negative x: that goes in last, as it may be below the normal numbers.
 */
export function silu(x: v128): v128 {
  const exponent = negativeSize(x);
  const n = nearestPower(exponent);
  const t = lessOne(exponent, n);
  const q = f64x2.div(f64x2.max(x, f64x2.splat(LEAST)), f64x2.add(one, scaled(f64x2.add(one, t), n)));
  const shrunk = scaled(f64x2.add(q, f64x2.mul(q, t)), n);
  return v128.bitselect(shrunk, q, f64x2.lt(x, zero));
}

/** log(1 + e^x) = max(x, 0) + log(1 + e^−|x|). */
export function softplus(x: v128): v128 {
  return f64x2.add(f64x2.max(x, zero), logOnePlus(expOfNegativeSize(x)));
}

/** e^−|x| */
function expOfNegativeSize(x: v128): v128 {
  const exponent = negativeSize(x);
  const n = nearestPower(exponent);
  return scaled(f64x2.add(one, lessOne(exponent, n)), n);
}

/** −|x|, or where e^−|x| is zero anyway something that `scaled` can do. */
function negativeSize(x: v128): v128 {
  return f64x2.max(f64x2.neg(f64x2.abs(x)), f64x2.splat(LEAST));
}

/** The n for which 2ⁿ is nearest to e^x. */
export function nearestPower(x: v128): v128 {
  return f64x2.nearest(f64x2.mul(x, f64x2.splat(LOG2_E)));
}

/** value · 2ⁿ for −2044 ≤ n ≤ 0, by halves: only the second may leave the normal numbers. */
function scaled(value: v128, n: v128): v128 {
  const whole = integers(n);
  const half = i64x2.shr_s(whole, 1);
  return f64x2.mul(f64x2.mul(value, powerOfTwo(half)), powerOfTwo(i64x2.sub(whole, half)));
}

/** e^x − 1 for 0 ≤ x ≤ 40: (2ⁿ − 1) + 2ⁿ t. */
function expLessOne(x: v128): v128 {
  const n = nearestPower(x);
  const scale = powerOfTwo(integers(n));
  return f64x2.add(f64x2.sub(scale, one), f64x2.mul(scale, lessOne(x, n)));
}

/** t = e^x 2^−n − 1, |t| < 1/2. */
function lessOne(x: v128, n: v128): v128 {
  return reducedExp(f64x2.sub(x, f64x2.mul(n, f64x2.splat(LN2_HI))), f64x2.mul(n, f64x2.splat(LN2_LO)));
}

/** e^r − 1 at r = whole − rest, |r| ≤ 0.35, with full relative precision. */
export function reducedExp(whole: v128, rest: v128): v128 {
  const r = f64x2.sub(whole, rest);
  let p = v128.load64_splat(EXP + EXP_DEGREE * 8);
  for (let i = EXP_DEGREE - 1; i >= 0; i--) {
    p = f64x2.add(f64x2.mul(p, r), v128.load64_splat(EXP + <usize>i * 8));
  }
  const left = f64x2.sub(f64x2.sub(whole, r), rest);
  return f64x2.add(r, f64x2.add(f64x2.mul(f64x2.mul(r, r), p), left));
}

/**
 * log(1 + u) for 0 ≤ u ≤ 1. Beyond √2 − 1 it is log 2 + log(1 + f), f = (u − 1)/2, which is exact; then with
 * s = f/(2 + f), log(1 + f) = 2 atanh s = f − s (f − R), R = Σ_j 2 s^(2j)/(2j + 1) over j ≥ 1.
 */
function logOnePlus(u: v128): v128 {
  const large = f64x2.gt(u, f64x2.splat(0.41421356237309503));
  const f = v128.bitselect(f64x2.mul(f64x2.sub(u, one), f64x2.splat(0.5)), u, large);
  const s = f64x2.div(f, f64x2.add(f, f64x2.splat(2)));
  const z = f64x2.mul(s, s);
  let r = f64x2.splat(2.0 / 21.0);
  r = step(r, z, 2.0 / 19.0);
  r = step(r, z, 2.0 / 17.0);
  r = step(r, z, 2.0 / 15.0);
  r = step(r, z, 2.0 / 13.0);
  r = step(r, z, 2.0 / 11.0);
  r = step(r, z, 2.0 / 9.0);
  r = step(r, z, 2.0 / 7.0);
  r = step(r, z, 2.0 / 5.0);
  r = step(r, z, 2.0 / 3.0);
  const tail = f64x2.mul(s, f64x2.sub(f, f64x2.mul(r, z)));
  const low = f64x2.sub(v128.and(large, f64x2.splat(LN2_LO)), tail);
  return f64x2.add(v128.and(large, f64x2.splat(LN2_HI)), f64x2.add(f, low));
}

/** Horner's: p·t + c. */
function step(p: v128, t: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(p, t), f64x2.splat(c));
}

/** Of whole numbers below 2^31. */
export function integers(n: v128): v128 {
  return i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(n));
}

/** 2ⁿ for integers −1022 ≤ n ≤ 1023. */
export function powerOfTwo(n: v128): v128 {
  return i64x2.shl(i64x2.add(n, i64x2.splat(1023)), 52);
}

function withSign(size: v128, x: v128): v128 {
  return v128.bitselect(x, size, i64x2.splat(i64.MIN_VALUE));
}
