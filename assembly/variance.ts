/**
 * The variances that enter the Wick coefficients: out = max(variance, floor), with what is worth knowing of them
 * (spec section 5: the floor is only for w, the covariance itself is left alone).
 *
 * report: i32[4] counts of entries below the floor, below minus the floor (rounding of a variance that is zero is no
 * alarm), not finite, and, among those above the floor, with |mean| > far · σ; then, at byte 16, the largest as f64.
 */
export function floorVariance<T extends number>(
  n: i32,
  mean: usize,
  variance: usize,
  stride: i32,
  floor: f64,
  far: f64,
  out: usize,
  report: usize,
): void {
  let low = 0;
  let negative = 0;
  let odd = 0;
  let distant = 0;
  let largest: f64 = 0;
  const step = <usize>stride * sizeof<T>();
  for (let i = 0; i < n; i++) {
    const value = load<T>(variance + <usize>i * step);
    const centre = <f64>load<T>(mean + <usize>i * sizeof<T>());
    if (!isFinite<T>(value)) odd++;
    if (value < <T>floor) low++;
    else if (centre * centre > far * far * <f64>value) distant++;
    if (value < -(<T>floor)) negative++;
    largest = max(largest, <f64>value);
    store<T>(out + <usize>i * sizeof<T>(), value < <T>floor ? <T>floor : value);
  }
  store<i32>(report, low);
  store<i32>(report, negative, 4);
  store<i32>(report, odd, 8);
  store<i32>(report, distant, 12);
  store<f64>(report, largest, 16);
}

/** out = given where the variance was not below the floor, 0 elsewhere. */
export function passVariance<T extends number>(
  n: i32,
  variance: usize,
  stride: i32,
  floor: f64,
  given: usize,
  out: usize,
): void {
  const step = <usize>stride * sizeof<T>();
  for (let i: usize = 0; i < <usize>n; i++) {
    const low = load<T>(variance + i * step) < <T>floor;
    store<T>(out + i * sizeof<T>(), low ? <T>0 : load<T>(given + i * sizeof<T>()));
  }
}

export function floorVariance_f32(
  n: i32,
  mean: usize,
  variance: usize,
  stride: i32,
  floor: f64,
  far: f64,
  out: usize,
  report: usize,
): void {
  floorVariance<f32>(n, mean, variance, stride, floor, far, out, report);
}

export function floorVariance_f64(
  n: i32,
  mean: usize,
  variance: usize,
  stride: i32,
  floor: f64,
  far: f64,
  out: usize,
  report: usize,
): void {
  floorVariance<f64>(n, mean, variance, stride, floor, far, out, report);
}

export function passVariance_f32(
  n: i32,
  variance: usize,
  stride: i32,
  floor: f64,
  given: usize,
  out: usize,
): void {
  passVariance<f32>(n, variance, stride, floor, given, out);
}

export function passVariance_f64(
  n: i32,
  variance: usize,
  stride: i32,
  floor: f64,
  given: usize,
  out: usize,
): void {
  passVariance<f64>(n, variance, stride, floor, given, out);
}
