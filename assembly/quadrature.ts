/**
 * Wick coefficients of smooth functions, w(k, p) = σ^−k E[He_k(ξ) f(mu + σξ)^p], by the Gauss–Hermite rule of
 * 100 nodes (spec section 5d), in three steps: the points, f on them by whoever knows f, and the sums. All of it
 * in f64 whatever the element type.
 *
 *   values   neuron after neuron, each [mu + σ x_0 … mu + σ x_49, mu − σ x_0 … mu − σ x_49]
 *   scratch  x_j's weight times He_k(x_j), 50 doubles
 *
 * x_0 > x_1 > … > 0 are the nodes, so that sums start with the smallest weights:
 *
 *   Σ_j weight_j He_k(x_j) (f(mu + σ x_j)^p ± f(mu − σ x_j)^p),  − for odd k,
 *
 * even j and odd j apart, then added. What f's own rounding leaves grows like σ^−k.
 *
 * Where the variance is 0, w(0, p) is f(mu)^p itself, and derivatives are those at σ = STEP. The outermost pair of points, whose
 * weight is below 1e-70, then gives way to mu.
 */
import { NODES, PAIRS, WEIGHTS } from "./quadrature-tables";

/** What is lost of a first derivative at unit scale: some 5e-11 by the step's size, 1e-11 by rounding. */
const STEP: f64 = 1e-5;

/** √variance, or the step in place of none. */
function deviation(variance: f64): f64 {
  return variance == 0 ? STEP : sqrt(variance);
}

function quadraturePoints<T extends number>(n: i32, mu: usize, variance: usize, values: usize): void {
  for (let i = 0; i < n; i++) {
    const at = <usize>i * sizeof<T>();
    const centre = f64x2.splat(<f64>load<T>(mu + at));
    const v = <f64>load<T>(variance + at);
    const sigma = f64x2.splat(deviation(v));
    const right = values + <usize>i * <usize>(16 * PAIRS);
    const left = right + <usize>(8 * PAIRS);
    for (let j: usize = 0; j < <usize>(8 * PAIRS); j += 16) {
      const step = f64x2.mul(sigma, v128.load(NODES + j));
      v128.store(right + j, f64x2.add(centre, step));
      v128.store(left + j, f64x2.sub(centre, step));
    }
    if (v == 0) {
      store<f64>(right, <f64>load<T>(mu + at));
      store<f64>(left, <f64>load<T>(mu + at));
    }
  }
}

function quadratureSums<T extends number>(
  n: i32,
  k: i32,
  p: i32,
  variance: usize,
  values: usize,
  scratch: usize,
  out: usize,
): void {
  weighHermite(k, scratch);
  const flip = (k & 1) == 1 ? f64x2.splat(-0.0) : f64x2.splat(0);
  for (let i = 0; i < n; i++) {
    const at = <usize>i * sizeof<T>();
    const right = values + <usize>i * <usize>(16 * PAIRS);
    const left = right + <usize>(8 * PAIRS);
    const v = <f64>load<T>(variance + at);
    if (v == 0 && k == 0) {
      store<T>(out + at, <T>scale(load<f64>(right), p));
      continue;
    }
    let sum = f64x2.splat(0);
    for (let j: usize = 0; j < <usize>(8 * PAIRS); j += 16) {
      const mirrored = v128.xor(power(v128.load(left + j), p), flip);
      const both = f64x2.add(power(v128.load(right + j), p), mirrored);
      sum = f64x2.add(sum, f64x2.mul(v128.load(scratch + j), both));
    }
    const total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
    store<T>(out + at, <T>(total / scale(deviation(v), k)));
  }
}

/** out_j = weight_j He_k(x_j). */
function weighHermite(k: i32, out: usize): void {
  for (let j: usize = 0; j < <usize>(8 * PAIRS); j += 16) {
    const x = v128.load(NODES + j);
    let before = f64x2.splat(0);
    let value = f64x2.splat(1);
    for (let i = 0; i < k; i++) {
      const next = f64x2.sub(f64x2.mul(x, value), f64x2.mul(f64x2.splat(<f64>i), before));
      before = value;
      value = next;
    }
    v128.store(out + j, f64x2.mul(v128.load(WEIGHTS + j), value));
  }
}

/** x^p, p ≥ 1. */
function power(x: v128, p: i32): v128 {
  let product = x;
  for (let i = 1; i < p; i++) product = f64x2.mul(product, x);
  return product;
}

/** x^k */
function scale(x: f64, k: i32): f64 {
  let product: f64 = 1;
  for (let i = 0; i < k; i++) product *= x;
  return product;
}

export function quadraturePoints_f32(n: i32, mu: usize, variance: usize, values: usize): void {
  quadraturePoints<f32>(n, mu, variance, values);
}
export function quadraturePoints_f64(n: i32, mu: usize, variance: usize, values: usize): void {
  quadraturePoints<f64>(n, mu, variance, values);
}
export function quadratureSums_f32(
  n: i32,
  k: i32,
  p: i32,
  variance: usize,
  values: usize,
  scratch: usize,
  out: usize,
): void {
  quadratureSums<f32>(n, k, p, variance, values, scratch, out);
}
export function quadratureSums_f64(
  n: i32,
  k: i32,
  p: i32,
  variance: usize,
  values: usize,
  scratch: usize,
  out: usize,
): void {
  quadratureSums<f64>(n, k, p, variance, values, scratch, out);
}
