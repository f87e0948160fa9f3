/**
 * Wick coefficients w(k, p) = E[(d/dz)^k φ(z)^p], z ~ N(mu, var), entry by entry over vectors mu and var
 * (spec section 5d). Computed in f64 whatever the element type. Where var is 0, z is a constant and w(k, p) the derivative of
 * φ^p at mu: that on the left of a kink, as for φ itself at a jump, and 0 for the derivative of a jump or kink.
 *
 * R(k, p), those of relu, with σ = √var, α = mu/σ:
 *
 *   k < p   p!/(p−k)! M_(p−k),   M_j = E[z^j; z > 0]
 *   k = p   p! Φ(α)
 *   k > p   p! (−1)^(m+1) σ^(−m) He_(m−1)(α) e^(−α²/2)/√(2π),   m = k − p
 *
 * For α < 0 the recurrence for M_j subtracts nearly equal numbers, so that M_j = σ^j e^(−α²/2) D_j(−α) comes
 * from the tables of gaussian.ts instead and keeps its relative precision far into the tail. The exponent
 * α²/2 = mu²/(2 var) is taken in twice the precision, as α's own rounding would grow by α².
 */
import { FAR, productError, tailMoment, timesExp } from "./gaussian";
import { INV_SQRT_2PI } from "./gaussian-tables";

/**
 * out = w(k, p) of positive·relu(z) + negative·relu(−z), 0 ≤ k ≤ 9, 1 ≤ p ≤ 6. `scaled`, where there is but the right
 * side: times e^(α²/2) for α < 0, where that factor may be too small for a double.
 */
function wickTwoSided<T extends number>(
  n: i32,
  k: i32,
  p: i32,
  positive: f64,
  negative: f64,
  mu: usize,
  variance: usize,
  out: usize,
  scaled: bool,
): void {
  const right = power(positive, p);
  const left = (k & 1) == 1 ? -power(negative, p) : power(negative, p);
  for (let i = 0; i < n; i++) {
    const at = <usize>i * sizeof<T>();
    const m = <f64>load<T>(mu + at);
    const v = <f64>load<T>(variance + at);
    if (v == 0) {
      store<T>(out + at, <T>((m > 0 ? right : left) * derivative(k, p, abs(m))));
      continue;
    }
    let sum: f64 = 0;
    if (positive != 0) sum += right * reluWick(k, p, m, v, scaled);
    if (negative != 0) sum += left * reluWick(k, p, -m, v, false);
    store<T>(out + at, <T>sum);
  }
}

/** out = Σ_j coefficients[j] E[z^j]: of a polynomial φ, the coefficients (f64) of (d/dz)^k φ(z)^p. */
function wickPolynomial<T extends number>(
  n: i32,
  degree: i32,
  coefficients: usize,
  mu: usize,
  variance: usize,
  out: usize,
): void {
  for (let i = 0; i < n; i++) {
    const at = <usize>i * sizeof<T>();
    const m = <f64>load<T>(mu + at);
    const v = <f64>load<T>(variance + at);
    let before: f64 = 0;
    let moment: f64 = 1;
    let sum = load<f64>(coefficients);
    for (let j = 1; j <= degree; j++) {
      const next = m * moment + <f64>(j - 1) * v * before;
      before = moment;
      moment = next;
      sum += load<f64>(coefficients + <usize>j * 8) * moment;
    }
    store<T>(out + at, <T>sum);
  }
}

/** (d/dz)^k z^p for z > 0, and 0 for k > p. */
function derivative(k: i32, p: i32, z: f64): f64 {
  return k > p ? 0 : permutations(p, k) * power(z, p - k);
}

/** R(k, p; mu, variance). */
function reluWick(k: i32, p: i32, mu: f64, variance: f64, scaled: bool): f64 {
  const sigma = sqrt(variance);
  const alpha = mu / sigma;
  const gauss = scaled && alpha < 0 ? 1 : gaussian(alpha, mu, variance);
  if (k > p) return permutations(p, p) * beyond(k - p, sigma, alpha, gauss);
  const moment =
    alpha < 0
      ? lowerMoment(p - k, sigma, alpha, gauss)
      : upperMoment(p - k, mu, variance, sigma, alpha, gauss);
  return permutations(p, k) * moment;
}

/** e^(−mu²/(2 variance)). */
export function gaussian(alpha: f64, mu: f64, variance: f64): f64 {
  if (abs(alpha) > FAR) return 0;
  const square = mu * mu;
  const twice = 2 * variance;
  const exponent = square / twice;
  const back = exponent * twice;
  const remainder = square - back - productError(exponent, twice, back) + productError(mu, mu, square);
  return timesExp(1, 0, -exponent, -remainder / twice);
}

/** M_j for alpha < 0. */
function lowerMoment(j: i32, sigma: f64, alpha: f64, gauss: f64): f64 {
  return gauss == 0 ? 0 : power(sigma, j) * tailMoment(j, -alpha) * gauss;
}

/** M_j for alpha ≥ 0: M_j = mu M_(j−1) + (j−1) variance M_(j−2), all of it positive. */
function upperMoment(j: i32, mu: f64, variance: f64, sigma: f64, alpha: f64, gauss: f64): f64 {
  let before = gauss == 0 ? 1 : 1 - gauss * tailMoment(0, alpha);
  if (j == 0) return before;
  let moment = mu * before + sigma * INV_SQRT_2PI * gauss;
  for (let i = 2; i <= j; i++) {
    const next = mu * moment + <f64>(i - 1) * variance * before;
    before = moment;
    moment = next;
  }
  return moment;
}

/** (d/dmu)^m Φ(mu/sigma) for m ≥ 1. */
function beyond(m: i32, sigma: f64, alpha: f64, gauss: f64): f64 {
  if (gauss == 0) return 0;
  const sign: f64 = (m & 1) == 1 ? 1 : -1;
  return (sign * hermite(m - 1, alpha) * INV_SQRT_2PI * gauss) / power(sigma, m);
}

/** The probabilists' Hermite polynomial He_n. */
function hermite(n: i32, x: f64): f64 {
  let before: f64 = 0;
  let value: f64 = 1;
  for (let i = 0; i < n; i++) {
    const next = x * value - <f64>i * before;
    before = value;
    value = next;
  }
  return value;
}

/** p!/(p−k)! */
function permutations(p: i32, k: i32): f64 {
  let product: f64 = 1;
  for (let i = 0; i < k; i++) product *= <f64>(p - i);
  return product;
}

function power(x: f64, n: i32): f64 {
  let product: f64 = 1;
  for (let i = 0; i < n; i++) product *= x;
  return product;
}

export function wickTwoSided_f32(
  n: i32,
  k: i32,
  p: i32,
  positive: f64,
  negative: f64,
  mu: usize,
  variance: usize,
  out: usize,
  scaled: bool,
): void {
  wickTwoSided<f32>(n, k, p, positive, negative, mu, variance, out, scaled);
}
export function wickTwoSided_f64(
  n: i32,
  k: i32,
  p: i32,
  positive: f64,
  negative: f64,
  mu: usize,
  variance: usize,
  out: usize,
  scaled: bool,
): void {
  wickTwoSided<f64>(n, k, p, positive, negative, mu, variance, out, scaled);
}
export function wickPolynomial_f32(
  n: i32,
  degree: i32,
  coefficients: usize,
  mu: usize,
  variance: usize,
  out: usize,
): void {
  wickPolynomial<f32>(n, degree, coefficients, mu, variance, out);
}
export function wickPolynomial_f64(
  n: i32,
  degree: i32,
  coefficients: usize,
  mu: usize,
  variance: usize,
  out: usize,
): void {
  wickPolynomial<f64>(n, degree, coefficients, mu, variance, out);
}
