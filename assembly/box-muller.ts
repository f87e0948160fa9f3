/**
 * The elementary functions of Box & Muller's transform ("A note on the generation of random normal deviates",
 * 1958), r = √(−2 ln u), (r cos 2πv, r sin 2πv), on the ranges that it needs and good to 2 ULP there.
 */

/** ln 2 = LN2_HI + LN2_LO, the first part short enough that its product with an exponent is exact. */
// @ts-ignore: generic constant
function ln2High<T extends number>(): f64 {
  return sizeof<T>() == 4 ? 0.693359375 : 0.6931471803691238; // 0x3fe62e42fee00000
}
// @ts-ignore: generic constant
function ln2Low<T extends number>(): f64 {
  return sizeof<T>() == 4 ? -0.00021219444005469057 : 1.9082149292705877e-10;
}

/** ln u for 2^-126 ≤ u ≤ 1: u = 2^e m with m in [√½, √2), then ln(1+f) at f = m − 1. */
// @ts-ignore: decorator
@inline
export function logUnit<T extends number>(u: v128): v128 {
  const shifted = sizeof<T>() == 4 ? i32x4.sub(u, HALF_ROOT_F32) : i64x2.sub(u, HALF_ROOT_F64);
  const power = v128.and(shifted, sizeof<T>() == 4 ? i32x4.splat(-1 << 23) : i64x2.splat(-1 << 52));
  const m = sizeof<T>() == 4 ? i32x4.sub(u, power) : i64x2.sub(u, power);
  const exponent = i32x4.shr_s(shifted, sizeof<T>() == 4 ? 23 : 20);
  const e =
    sizeof<T>() == 4
      ? f32x4.convert_i32x4_s(exponent)
      : f64x2.convert_low_i32x4_s(i32x4.shuffle(exponent, exponent, 1, 3, 1, 3));
  const f = v128.sub<T>(m, v128.splat<T>(<T>1));
  const s = v128.div<T>(f, v128.add<T>(f, v128.splat<T>(<T>2)));
  const tail = v128.sub<T>(
    v128.mul<T>(s, v128.sub<T>(f, atanhTail<T>(v128.mul<T>(s, s)))),
    v128.mul<T>(e, v128.splat<T>(<T>ln2Low<T>())),
  );
  return v128.sub<T>(v128.mul<T>(e, v128.splat<T>(<T>ln2High<T>())), v128.sub<T>(tail, f));
}

/** The bits of √½. */
const HALF_ROOT_F32 = i32x4.splat(0x3f3504f3);
const HALF_ROOT_F64 = i64x2.splat(0x3fe6a09e667f3bcd);

/**
 * R(z) = 2z/3 + 2z²/5 + …, z = s²: with s = f/(2+f), ln(1+f) = 2 atanh s = s (2 + R) = f − s (f − R). The series
 * stops below 2^-28 (f32) and 2^-56 (f64) of the sum, as s² < 0.0295.
 */
// @ts-ignore: decorator
@inline
function atanhTail<T extends number>(z: v128): v128 {
  let r = v128.splat<T>(<T>(2.0 / 9.0));
  if (sizeof<T>() == 8) {
    r = v128.splat<T>(<T>(2.0 / 21.0));
    r = step<T>(r, z, 2.0 / 19.0);
    r = step<T>(r, z, 2.0 / 17.0);
    r = step<T>(r, z, 2.0 / 15.0);
    r = step<T>(r, z, 2.0 / 13.0);
    r = step<T>(r, z, 2.0 / 11.0);
    r = step<T>(r, z, 2.0 / 9.0);
  }
  r = step<T>(r, z, 2.0 / 7.0);
  r = step<T>(r, z, 2.0 / 5.0);
  r = step<T>(r, z, 2.0 / 3.0);
  return v128.mul<T>(r, z);
}

/** sin y for |y| ≤ π/4, its series to y⁹ (f32) or y¹⁷ (f64). */
// @ts-ignore: decorator
@inline
export function sinEighth<T extends number>(y: v128): v128 {
  const t = v128.mul<T>(y, y);
  let p = v128.splat<T>(<T>(1.0 / 362880.0));
  if (sizeof<T>() == 8) {
    p = v128.splat<T>(<T>(1.0 / 355687428096000.0));
    p = step<T>(p, t, -1.0 / 1307674368000.0);
    p = step<T>(p, t, 1.0 / 6227020800.0);
    p = step<T>(p, t, -1.0 / 39916800.0);
    p = step<T>(p, t, 1.0 / 362880.0);
  }
  p = step<T>(p, t, -1.0 / 5040.0);
  p = step<T>(p, t, 1.0 / 120.0);
  p = step<T>(p, t, -1.0 / 6.0);
  return v128.add<T>(y, v128.mul<T>(y, v128.mul<T>(t, p)));
}

/** cos y for |y| ≤ π/4, its series to y¹⁰ (f32) or y¹⁶ (f64). */
// @ts-ignore: decorator
@inline
export function cosEighth<T extends number>(y: v128): v128 {
  const t = v128.mul<T>(y, y);
  let p = v128.splat<T>(<T>(-1.0 / 3628800.0));
  if (sizeof<T>() == 8) {
    p = v128.splat<T>(<T>(1.0 / 20922789888000.0));
    p = step<T>(p, t, -1.0 / 87178291200.0);
    p = step<T>(p, t, 1.0 / 479001600.0);
    p = step<T>(p, t, -1.0 / 3628800.0);
  }
  p = step<T>(p, t, 1.0 / 40320.0);
  p = step<T>(p, t, -1.0 / 720.0);
  p = step<T>(p, t, 1.0 / 24.0);
  p = step<T>(p, t, -1.0 / 2.0);
  return v128.add<T>(v128.splat<T>(<T>1), v128.mul<T>(t, p));
}

/** Horner's: p·t + c. */
// @ts-ignore: decorator
@inline
function step<T extends number>(p: v128, t: v128, c: f64): v128 {
  return v128.add<T>(v128.mul<T>(p, t), v128.splat<T>(<T>c));
}
