/**
 * The variances that enter the Wick coefficients: out = max(variance, floor), with counts of what was found
 * (spec section 5: the floor is only for w, the covariance itself is left alone).
 *
 * counts: i32[3] at `counts`: below the floor, below minus the floor (rounding of a
 * variance that is zero is no alarm), not finite.
 */
export function floorVariance<T extends number>(
  n: i32,
  variance: usize,
  stride: i32,
  floor: f64,
  out: usize,
  counts: usize,
): void {
  let low = 0;
  let negative = 0;
  let odd = 0;
  const step = <usize>stride * sizeof<T>();
  for (let i = 0; i < n; i++) {
    const value = load<T>(variance + <usize>i * step);
    if (!isFinite<T>(value)) odd++;
    if (value < <T>floor) low++;
    if (value < -(<T>floor)) negative++;
    store<T>(out + <usize>i * sizeof<T>(), value < <T>floor ? <T>floor : value);
  }
  store<i32>(counts, low);
  store<i32>(counts, negative, 4);
  store<i32>(counts, odd, 8);
}

export function floorVariance_f32(
  n: i32,
  variance: usize,
  stride: i32,
  floor: f64,
  out: usize,
  counts: usize,
): void {
  floorVariance<f32>(n, variance, stride, floor, out, counts);
}

export function floorVariance_f64(
  n: i32,
  variance: usize,
  stride: i32,
  floor: f64,
  out: usize,
  counts: usize,
): void {
  floorVariance<f64>(n, variance, stride, floor, out, counts);
}
