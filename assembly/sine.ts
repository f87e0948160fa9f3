/** The sine on two doubles at a time, within 1.5 units in the last place (test/activations measures it). */
import { cosEighth, sinEighth } from "./box-muller";
import { integers } from "./elementary";

/** 2²²: q below has no more than 22 bits, and the standard library's sine is right from here on. */
const SIN_LIMIT: f64 = 4194304;

/** π/2 = PI_HIGH + PI_MIDDLE + PI_LOW, the first two of 30 bits: 0x3ff921fb54000000, 0x3e110b4611800000 */
const PI_HIGH: f64 = 1.570796325802803;
const PI_MIDDLE: f64 = 9.920935791635221e-10;
/** 0x3c2313198a2e0370 */
const PI_LOW: f64 = 5.170182981794105e-19;

/**
 * sin x: |x| is taken to the nearest multiple q of π/2, exactly in its first two parts (Cody and Waite), which
 * leaves y an error of 2^-91. The standard library's slower reduction takes over where that would not be exact;
 * just below, between 2²⁰π/2 and 2²², it reads before the start of its own table.
 */
export function sin(x: v128): v128 {
  const size = f64x2.abs(x);
  if (v128.any_true(f64x2.ge(size, f64x2.splat(SIN_LIMIT)))) return sinFar(x);
  const q = f64x2.nearest(f64x2.mul(size, f64x2.splat(2 / NativeMath.PI)));
  const high = f64x2.sub(size, f64x2.mul(q, f64x2.splat(PI_HIGH)));
  const middle = f64x2.mul(q, f64x2.splat(PI_MIDDLE));
  const near = f64x2.sub(high, middle);
  const left = f64x2.sub(f64x2.sub(high, near), middle);
  const y = f64x2.add(near, f64x2.sub(left, f64x2.mul(q, f64x2.splat(PI_LOW))));
  const quarter = integers(q);
  const odd = i64x2.ne(v128.and(quarter, i64x2.splat(1)), i64x2.splat(0));
  const value = v128.bitselect(cosEighth<f64>(y), sinEighth<f64>(y), odd);
  const flip = v128.xor(i64x2.shl(quarter, 62), x);
  return v128.xor(value, v128.and(flip, i64x2.splat(i64.MIN_VALUE)));
}

/** Each by itself, so that what a lane gives does not depend on the other. */
function sinFar(x: v128): v128 {
  const left = sinAnywhere(f64x2.extract_lane(x, 0));
  const right = sinAnywhere(f64x2.extract_lane(x, 1));
  return f64x2.replace_lane(f64x2.splat(left), 1, right);
}

function sinAnywhere(x: f64): f64 {
  if (abs(x) >= SIN_LIMIT) return NativeMath.sin(x);
  return f64x2.extract_lane(sin(f64x2.splat(x)), 0);
}
