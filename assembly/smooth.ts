/**
 * z[i·ld + c] ← f(z[i·ld + c]), f one of the smooth activation functions by its code. Two elements at a time and
 * in f64 whatever the element type: rounding to f32 once leaves an f32 result within 0.51 units in the last place.
 */
import { sigmoid, silu, softplus, tanh } from "./elementary";
import { erf, gelu } from "./normal";
import { sin } from "./sine";

export const TANH: i32 = 0;
export const SIGMOID: i32 = 1;
export const GELU: i32 = 2;
export const SILU: i32 = 3;
export const SOFTPLUS: i32 = 4;
export const ERF: i32 = 5;
export const SIN: i32 = 6;

function smooth<T extends number>(code: i32, rows: i32, columns: i32, z: usize, ld: i32): void {
  const whole = columns & ~1;
  for (let i = 0; i < rows; i++) {
    const row = z + <usize>i * <usize>ld * sizeof<T>();
    for (let c = 0; c < whole; c += 2) {
      const at = row + <usize>c * sizeof<T>();
      storePair<T>(at, apply(code, loadPair<T>(at)));
    }
    if (whole < columns) {
      const at = row + <usize>whole * sizeof<T>();
      const value = apply(code, f64x2.splat(<f64>load<T>(at)));
      store<T>(at, <T>f64x2.extract_lane(value, 0));
    }
  }
}

function loadPair<T extends number>(at: usize): v128 {
  if (sizeof<T>() == 8) return v128.load(at);
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

function storePair<T extends number>(at: usize, pair: v128): void {
  if (sizeof<T>() == 8) v128.store(at, pair);
  else v128.store64_lane(at, f32x4.demote_f64x2_zero(pair), 0);
}

function apply(code: i32, x: v128): v128 {
  switch (code) {
    case TANH:
      return tanh(x);
    case SIGMOID:
      return sigmoid(x);
    case SILU:
      return silu(x);
    case SOFTPLUS:
      return softplus(x);
    case ERF:
      return erf(x);
    case SIN:
      return sin(x);
  }
  return gelu(x);
}

export function smooth_f32(code: i32, rows: i32, columns: i32, z: usize, ld: i32): void {
  smooth<f32>(code, rows, columns, z, ld);
}
export function smooth_f64(code: i32, rows: i32, columns: i32, z: usize, ld: i32): void {
  smooth<f64>(code, rows, columns, z, ld);
}
