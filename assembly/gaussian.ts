/**
 * exp, log, the error function and the normal distribution in double precision, each within 1.5 units in the last
 * place (test/gaussian measures them), the same bits on every machine.
 *
 * The upper tail of the normal distribution is kept apart from its exponential,
 *
 *   P(z > a) = e^(−a²/2) D_0(a),    D_n(a) = ∫₀^∞ tⁿ e^(−at − t²/2) dt / √(2π),
 *
 * where D_n is smooth and positive. As D_n' = −D_(n+1), one row of MOMENTS, D_0 … D_24 at a centre c, is
 * the Taylor series of every D_n around c. Beyond the last row, D_n is n!/(√(2π) a^(n+1)) times a
 * polynomial in 1/a².
 */
import {
  ERF,
  ERF_DEGREE,
  ERF_LIMIT,
  EXP,
  EXP_DEGREE,
  INV_SQRT_2PI,
  INV_SQRT_2PI_LO,
  LN2_HI,
  LN2_LO,
  LOG2_E,
  MOMENT_COLUMNS,
  MOMENTS,
  SQRT2,
  SQRT2_LO,
  TAIL,
  TAIL_DEGREE,
  TAIL_START,
} from "./gaussian-tables";

/** Terms of the Taylor series: enough for D_6 to full precision a quarter away from 0. */
const TERMS: i32 = 18;
/** e^(−a²/2) is zero in f64 from here on. */
export const FAR: f64 = 40;
/** The bits of √½. */
const ROOT_HALF: i64 = 0x3fe6a09e667f3bcd;

/** e^x. */
export function exp(x: f64): f64 {
  return timesExp(1, 0, x, 0);
}

/**
 * The natural logarithm. x is 2ⁿ (1 + f) with √½ ≤ 1 + f < √2; with s = f/(2 + f),
 * log(1 + f) = 2 atanh s = f − s (f − R), R = Σ_j 2 s^(2j)/(2j + 1) over j ≥ 1.
 */
export function log(x: f64): f64 {
  if (!(x > 0 && x < Infinity)) return x < 0 ? NaN : x == 0 ? -Infinity : x;
  const shift = x < f64.MIN_NORMAL_VALUE ? 54 : 0;
  const bits = reinterpret<i64>(x * powerOfTwo(shift)) - ROOT_HALF;
  const n = <f64>((bits >> 52) - shift);
  const f = reinterpret<f64>((bits & 0x000fffffffffffff) + ROOT_HALF) - 1;
  const s = f / (2 + f);
  let r: f64 = 0;
  for (let j = 21; j > 1; j -= 2) r = (r + 2 / <f64>j) * (s * s);
  return n * LN2_HI + (f + (n * LN2_LO - s * (f - r)));
}

/** The error function, 2/√π ∫₀^x e^(−t²) dt. */
export function erf(x: f64): f64 {
  if (abs(x) < ERF_LIMIT) return x + x * polynomial(ERF, ERF_DEGREE, x * x);
  return copysign<f64>(1 - erfc(abs(x)), x);
}

/** 1 − erf(x), with full relative precision in its far tail. */
export function erfc(x: f64): f64 {
  if (x != x) return x;
  const size = abs(x);
  if (size > FAR) return x < 0 ? 2 : 0;
  const a = size * SQRT2;
  const low = productError(size, SQRT2, a) + size * SQRT2_LO;
  const square = size * size;
  const tail = upperTail(2, a, low, -square, -productError(size, size, square));
  return x < 0 ? 2 - tail : tail;
}

/** The standard normal density, e^(−x²/2)/√(2π). */
export function normalPdf(x: f64): f64 {
  if (abs(x) > FAR) return 0;
  const square = x * x;
  const low = productError(x, x, square);
  return timesExp(INV_SQRT_2PI, INV_SQRT_2PI_LO, -0.5 * square, -0.5 * low);
}

/** The standard normal distribution function P(z ≤ x), with full relative precision in its lower tail. */
export function normalCdf(x: f64): f64 {
  if (x != x) return x;
  const a = abs(x);
  if (a > FAR) return x < 0 ? 0 : 1;
  const square = a * a;
  const tail = upperTail(1, a, 0, -0.5 * square, -0.5 * productError(a, a, square));
  return x < 0 ? tail : 1 - tail;
}

/** D_n(a) for finite a ≥ 0 and n ≤ 6. */
export function tailMoment(n: i32, a: f64): f64 {
  if (a < TAIL_START) {
    const row = nearestRow(a);
    return load<f64>(momentAt(row, n)) + momentChange(row, n, 0.5 * <f64>row - a);
  }
  let scale = INV_SQRT_2PI / a;
  for (let i = 1; i <= n; i++) scale *= <f64>i / a;
  return scale + scale * asymptotic(n, a);
}

/** What rounding left out of `product`, the double nearest to a·b (Dekker 1971). */
export function productError(a: f64, b: f64, product: f64): f64 {
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** The upper 26 bits of x, so that halves multiply exactly (Veltkamp's splitting by 2^27 + 1). */
function upperHalf(x: f64): f64 {
  const scaled = 134217729 * x;
  return scaled - (scaled - x);
}

/** factor · e^(high + low) · D_0(a + aLow): the exponent is −(a + aLow)²/2, the factor a power of two. */
function upperTail(factor: f64, a: f64, aLow: f64, high: f64, low: f64): f64 {
  if (a < TAIL_START) {
    const row = nearestRow(a);
    const change = momentChange(row, 0, 0.5 * <f64>row - a - aLow);
    const rounding = load<f64>(momentAt(row, -1));
    return timesExp(factor * load<f64>(momentAt(row, 0)), factor * (change + rounding), high, low);
  }
  const ratio = INV_SQRT_2PI / a;
  const back = ratio * a;
  const remainder = INV_SQRT_2PI - back - productError(ratio, a, back) + INV_SQRT_2PI_LO;
  const small = remainder / a + ratio * (asymptotic(0, a) - aLow / a);
  return timesExp(factor * ratio, factor * small, high, low);
}

function nearestRow(a: f64): i32 {
  return <i32>(2 * a + 0.5);
}

/** Where row `row` of MOMENTS keeps D_n; at n = −1 is what rounding left out of D_0. */
function momentAt(row: i32, n: i32): usize {
  return MOMENTS + <usize>((row * (MOMENT_COLUMNS + 1) + n + 1) * 8);
}

/** D_n(c − h) − D_n(c) = Σ_(i ≥ 1) D_(n+i)(c) hⁱ/i!, c being the row's centre. */
function momentChange(row: i32, n: i32, h: f64): f64 {
  const from = momentAt(row, n);
  let sum: f64 = 0;
  for (let i = TERMS; i > 0; i--) {
    sum = (sum + load<f64>(from + <usize>(i * 8))) * (h / <f64>i);
  }
  return sum;
}

/** √(2π) a^(n+1) D_n(a) / n! − 1. */
function asymptotic(n: i32, a: f64): f64 {
  const inverse = TAIL_START / a;
  const s = inverse * inverse;
  return s * polynomial(TAIL + <usize>(n * (TAIL_DEGREE + 1) * 8), TAIL_DEGREE, s);
}

/** Σ_i coefficients[i] xⁱ. */
function polynomial(coefficients: usize, degree: i32, x: f64): f64 {
  let sum = load<f64>(coefficients + <usize>(degree * 8));
  for (let i = degree - 1; i >= 0; i--) sum = sum * x + load<f64>(coefficients + <usize>(i * 8));
  return sum;
}

/**
 * (value + small) · e^(high + low), `small` and `low` being corrections of no more than a quarter of what
 * they correct.
 *
 * e^(high + low) = 2ⁿ (1 + t) with |t| < 1/2; the factor goes in before the 1 is added, so that only the last
 * addition and a subnormal result round by half a unit.
 */
export function timesExp(value: f64, small: f64, high: f64, low: f64): f64 {
  if (high != high) return high;
  if (high > 1000) return value * Infinity;
  if (high < -1000) return 0;
  const n = nearest<f64>(high * LOG2_E);
  const whole = high - n * LN2_HI;
  const rest = n * LN2_LO - low;
  const r = whole - rest;
  const t = r + (r * r * polynomial(EXP, EXP_DEGREE, r) + (whole - r - rest));
  const top = value + small;
  const bottom = small - (top - value);
  const half = <i32>n >> 1;
  return (top + (bottom + top * t)) * powerOfTwo(half) * powerOfTwo(<i32>n - half);
}

/** 2ⁿ for −1022 ≤ n ≤ 1023. */
function powerOfTwo(n: i32): f64 {
  return reinterpret<f64>((<i64>(1023 + n)) << 52);
}
