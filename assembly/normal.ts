/**
 * z Φ(z) and the error function on two doubles at a time, within 2.5 units in the last place: the formulas and
 * tables of gaussian.ts, each lane with its own row of them. In the far tail gaussian.ts itself takes over.
 */
import { integers, nearestPower, powerOfTwo, reducedExp } from "./elementary";
import { erf as erfOf, normalCdf } from "./gaussian";
import {
  ERF,
  ERF_DEGREE,
  ERF_LIMIT,
  LN2_HI,
  LN2_LO,
  MOMENT_COLUMNS,
  MOMENTS,
  SQRT2,
  SQRT2_LO,
  TAIL_START,
} from "./gaussian-tables";

/** Terms of the Taylor series: enough for D_0 to full precision a quarter away from 0. */
const TERMS: i32 = 18;
/** 1/i for i = 1 … TERMS. */
const INVERSES: usize = memory.data<f64>([
  1.0,
  1.0 / 2.0,
  1.0 / 3.0,
  1.0 / 4.0,
  1.0 / 5.0,
  1.0 / 6.0,
  1.0 / 7.0,
  1.0 / 8.0,
  1.0 / 9.0,
  1.0 / 10.0,
  1.0 / 11.0,
  1.0 / 12.0,
  1.0 / 13.0,
  1.0 / 14.0,
  1.0 / 15.0,
  1.0 / 16.0,
  1.0 / 17.0,
  1.0 / 18.0,
]);

/** |x|√2 stays below TAIL_START up to here. */
const ERF_FAR: f64 = 5.48;

const zero = f64x2.splat(0);
const one = f64x2.splat(1);

/** z Φ(z), with full relative precision in the lower tail where Φ(z) is a normal number. */
export function gelu(x: v128): v128 {
  const a = f64x2.abs(x);
  if (v128.any_true(f64x2.ge(a, f64x2.splat(TAIL_START)))) return geluFar(x);
  const half = f64x2.splat(-0.5);
  const square = f64x2.mul(x, x);
  const low = f64x2.mul(half, productError(x, x, square));
  const tail = upperTail(a, zero, f64x2.mul(half, square), low);
  return f64x2.mul(x, v128.bitselect(tail, f64x2.sub(one, tail), f64x2.lt(x, zero)));
}

/** x + x P(x²) near 0, else 1 − 2 P(z > |x|√2) with the sign of x. */
export function erf(x: v128): v128 {
  const size = f64x2.abs(x);
  if (v128.any_true(f64x2.ge(size, f64x2.splat(ERF_FAR)))) return erfFar(x);
  const square = f64x2.mul(x, x);
  const near = f64x2.add(x, f64x2.mul(x, erfSeries(square)));
  const a = f64x2.mul(size, f64x2.splat(SQRT2));
  const aLow = f64x2.add(productError(size, f64x2.splat(SQRT2), a), f64x2.mul(size, f64x2.splat(SQRT2_LO)));
  const tail = upperTail(a, aLow, f64x2.neg(square), f64x2.neg(productError(x, x, square)));
  const beyond = f64x2.sub(one, f64x2.add(tail, tail));
  const signed = v128.bitselect(x, beyond, i64x2.splat(i64.MIN_VALUE));
  return v128.bitselect(near, signed, f64x2.lt(size, f64x2.splat(ERF_LIMIT)));
}

/** Each lane by itself, so that what one gives does not depend on the other. */
function geluFar(x: v128): v128 {
  return pair(geluAnywhere(f64x2.extract_lane(x, 0)), geluAnywhere(f64x2.extract_lane(x, 1)));
}

function geluAnywhere(x: f64): f64 {
  if (abs(x) >= TAIL_START) return x * normalCdf(x);
  return f64x2.extract_lane(gelu(f64x2.splat(x)), 0);
}

function erfFar(x: v128): v128 {
  return pair(erfAnywhere(f64x2.extract_lane(x, 0)), erfAnywhere(f64x2.extract_lane(x, 1)));
}

function erfAnywhere(x: f64): f64 {
  if (abs(x) >= ERF_FAR) return erfOf(x);
  return f64x2.extract_lane(erf(f64x2.splat(x)), 0);
}

function pair(left: f64, right: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(left), 1, right);
}

/** e^(high + low) D_0(a + aLow), a below TAIL_START: the exponent is −(a + aLow)²/2. */
function upperTail(a: v128, aLow: v128, high: v128, low: v128): v128 {
  const rows = i32x4.trunc_sat_f64x2_s_zero(f64x2.add(f64x2.add(a, a), f64x2.splat(0.5)));
  const left = rowAt(i32x4.extract_lane(rows, 0));
  const right = rowAt(i32x4.extract_lane(rows, 1));
  const centre = f64x2.mul(f64x2.splat(0.5), f64x2.convert_low_i32x4_s(rows));
  const h = f64x2.sub(f64x2.sub(centre, a), aLow);
  let change = zero;
  for (let i = TERMS; i > 0; i--) {
    const inverse = v128.load64_splat(INVERSES + <usize>(8 * i - 8));
    change = f64x2.mul(f64x2.add(change, moments(left, right, i)), f64x2.mul(h, inverse));
  }
  const value = moments(left, right, 0);
  const small = f64x2.add(change, moments(left, right, -1));
  const n = nearestPower(high);
  const rest = f64x2.sub(f64x2.mul(n, f64x2.splat(LN2_LO)), low);
  const t = reducedExp(f64x2.sub(high, f64x2.mul(n, f64x2.splat(LN2_HI))), rest);
  const top = f64x2.add(value, small);
  const bottom = f64x2.sub(small, f64x2.sub(top, value));
  const grown = f64x2.add(top, f64x2.add(bottom, f64x2.mul(top, t)));
  return f64x2.mul(grown, powerOfTwo(integers(n)));
}

/** Where a row of MOMENTS keeps D_0. */
function rowAt(row: i32): usize {
  return MOMENTS + <usize>((row * (MOMENT_COLUMNS + 1) + 1) * 8);
}

/** D_n of either row; at n = −1 what rounding left out of D_0. */
function moments(left: usize, right: usize, n: i32): v128 {
  return v128.load64_lane(right + <usize>(8 * n), v128.load64_zero(left + <usize>(8 * n)), 1);
}

function erfSeries(square: v128): v128 {
  let sum = v128.load64_splat(ERF + ERF_DEGREE * 8);
  for (let i = ERF_DEGREE - 1; i >= 0; i--) {
    sum = f64x2.add(f64x2.mul(sum, square), v128.load64_splat(ERF + <usize>(8 * i)));
  }
  return sum;
}

/** What rounding left out of `product`, the doubles nearest to x·y (Dekker 1971). */
function productError(x: v128, y: v128, product: v128): v128 {
  const xHigh = upperHalf(x);
  const yHigh = upperHalf(y);
  const xLow = f64x2.sub(x, xHigh);
  const yLow = f64x2.sub(y, yHigh);
  const high = f64x2.sub(f64x2.mul(xHigh, yHigh), product);
  const middle = f64x2.add(f64x2.add(high, f64x2.mul(xHigh, yLow)), f64x2.mul(xLow, yHigh));
  return f64x2.add(middle, f64x2.mul(xLow, yLow));
}

/** The upper 26 bits of x (Veltkamp's splitting by 2^27 + 1). */
function upperHalf(x: v128): v128 {
  const scaled = f64x2.mul(f64x2.splat(134217729), x);
  return f64x2.sub(scaled, f64x2.sub(scaled, x));
}
