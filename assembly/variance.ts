/**
 * The variances that enter the Wick coefficients, with what is worth knowing of them: out = variance, and 0, which makes the
 * neuron a constant, where the variance is no larger than its noise. The covariance itself is left alone.
 *
 * `noise`, one number a neuron, is how much of the variance may be nothing but rounding (propagation/noise.ts); pointer 0: none.
 *
 * report: i32[5] counts of entries at most their noise, below minus their noise, not finite, with |mean| > far · σ, and at most a
 * noise that is above 0; then, at byte 24, f64[3]: the largest variance, and of those above their noise the largest |mean|/σ and
 * noise/variance.
 */
export function floorVariance<T extends number>(
  n: i32,
  mean: usize,
  variance: usize,
  stride: i32,
  noise: usize,
  far: f64,
  out: usize,
  report: usize,
): void {
  for (let at: usize = 0; at < 24; at += 4) store<i32>(report + at, 0);
  let largest: f64 = 0;
  let farthest: f64 = 0;
  let tightest: f64 = 0;
  for (let i = 0; i < n; i++) {
    const at = <usize>i * sizeof<T>();
    const value = load<T>(variance + at * <usize>stride);
    const bound = noiseAt<T>(noise, at);
    const isLow = value <= bound;
    const ratio = isLow ? 0 : abs(<f64>load<T>(mean + at) / sqrt(<f64>value));
    count(report, isLow);
    count(report + 4, value < -bound);
    count(report + 8, !isFinite<T>(value));
    count(report + 12, ratio > far);
    count(report + 16, isLow && bound > <T>0);
    largest = max(largest, <f64>value);
    farthest = max(farthest, ratio);
    if (!isLow) tightest = max(tightest, <f64>bound / <f64>value);
    store<T>(out + at, isLow ? <T>0 : value);
  }
  store<f64>(report, largest, 24);
  store<f64>(report, farthest, 32);
  store<f64>(report, tightest, 40);
}

/** out = given where floorVariance left the variance as it is, 0 elsewhere. */
export function passVariance<T extends number>(
  n: i32,
  variance: usize,
  stride: i32,
  noise: usize,
  given: usize,
  out: usize,
): void {
  for (let i = 0; i < n; i++) {
    const at = <usize>i * sizeof<T>();
    const isLow = load<T>(variance + at * <usize>stride) <= noiseAt<T>(noise, at);
    store<T>(out + at, isLow ? <T>0 : load<T>(given + at));
  }
}

function noiseAt<T extends number>(noise: usize, at: usize): T {
  return noise ? max<T>(load<T>(noise + at), <T>0) : <T>0;
}

function count(at: usize, is: bool): void {
  store<i32>(at, load<i32>(at) + i32(is));
}

export function floorVariance_f32(
  n: i32,
  mean: usize,
  variance: usize,
  stride: i32,
  noise: usize,
  far: f64,
  out: usize,
  report: usize,
): void {
  floorVariance<f32>(n, mean, variance, stride, noise, far, out, report);
}

export function floorVariance_f64(
  n: i32,
  mean: usize,
  variance: usize,
  stride: i32,
  noise: usize,
  far: f64,
  out: usize,
  report: usize,
): void {
  floorVariance<f64>(n, mean, variance, stride, noise, far, out, report);
}

export function passVariance_f32(
  n: i32,
  variance: usize,
  stride: i32,
  noise: usize,
  given: usize,
  out: usize,
): void {
  passVariance<f32>(n, variance, stride, noise, given, out);
}

export function passVariance_f64(
  n: i32,
  variance: usize,
  stride: i32,
  noise: usize,
  given: usize,
  out: usize,
): void {
  passVariance<f64>(n, variance, stride, noise, given, out);
}
