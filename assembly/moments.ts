/**
 * Streaming means and centred second moments of each row of a block of samples x[i·ld + c], kept in f64 for
 * f32 data too. A block's own are found in two passes; blocks are then merged by Chan, Golub & LeVeque's
 * formula ("Updating formulae and a pairwise algorithm for computing sample variances", 1979).
 *
 * A sum over a row has one order whatever the type: four partial sums, of the columns c ≡ 0, 1, 2, 3 (mod 4)
 * before the last multiple of four, added as (0 + 2) + (1 + 3), then the up to three columns left, in order.
 */

/** mean[i] and m2[i] = Σ_c (x − mean)² of each row; columns ≥ 1. */
export function blockMoments<T extends number>(
  rows: i32,
  columns: i32,
  x: usize,
  ld: i32,
  mean: usize,
  m2: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const row = x + <usize>i * <usize>ld * sizeof<T>();
    const average = rowSum<T>(row, columns) / <f64>columns;
    store<f64>(mean + ((<usize>i) << 3), average);
    store<f64>(m2 + ((<usize>i) << 3), rowSquares<T>(row, columns, average));
  }
}

function rowSum<T extends number>(row: usize, columns: i32): f64 {
  const whole = columns & -4;
  let s01 = f64x2.splat(0);
  let s23 = f64x2.splat(0);
  for (let c = 0; c < whole; c += 4) {
    const at = row + <usize>c * sizeof<T>();
    s01 = f64x2.add(s01, firstTwo<T>(at));
    s23 = f64x2.add(s23, lastTwo<T>(at));
  }
  let total = acrossLanes(s01, s23);
  for (let c = whole; c < columns; c++) total += <f64>load<T>(row + <usize>c * sizeof<T>());
  return total;
}

function rowSquares<T extends number>(row: usize, columns: i32, mean: f64): f64 {
  const whole = columns & -4;
  const m = f64x2.splat(mean);
  let s01 = f64x2.splat(0);
  let s23 = f64x2.splat(0);
  for (let c = 0; c < whole; c += 4) {
    const at = row + <usize>c * sizeof<T>();
    const d01 = f64x2.sub(firstTwo<T>(at), m);
    const d23 = f64x2.sub(lastTwo<T>(at), m);
    s01 = f64x2.add(s01, f64x2.mul(d01, d01));
    s23 = f64x2.add(s23, f64x2.mul(d23, d23));
  }
  let total = acrossLanes(s01, s23);
  for (let c = whole; c < columns; c++) {
    const d = <f64>load<T>(row + <usize>c * sizeof<T>()) - mean;
    total += d * d;
  }
  return total;
}

/** Elements 0 and 1 at that address, as f64. */
function firstTwo<T extends number>(at: usize): v128 {
  return sizeof<T>() == 4 ? f64x2.promote_low_f32x4(v128.load64_zero(at)) : v128.load(at);
}

/** Elements 2 and 3. */
function lastTwo<T extends number>(at: usize): v128 {
  return sizeof<T>() == 4 ? f64x2.promote_low_f32x4(v128.load64_zero(at, 8)) : v128.load(at, 16);
}

function acrossLanes(s01: v128, s23: v128): f64 {
  const s = f64x2.add(s01, s23);
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/**
 * (mean, m2) of `count` samples takes in (addedMean, addedM2) of `added` more; count may be 0, with zeros in
 * mean and m2. Counts are f64: exact to 2^53.
 */
export function mergeMoments(
  rows: i32,
  count: f64,
  mean: usize,
  m2: usize,
  added: f64,
  addedMean: usize,
  addedM2: usize,
): void {
  const share = added / (count + added);
  for (let i = 0; i < rows; i++) {
    const at = (<usize>i) << 3;
    const before = load<f64>(mean + at);
    const delta = load<f64>(addedMean + at) - before;
    store<f64>(mean + at, before + delta * share);
    store<f64>(m2 + at, load<f64>(m2 + at) + load<f64>(addedM2 + at) + delta * delta * (count * share));
  }
}

/** out[i·columns + c] = (x + mirror) / 2 at [i·ld + c], in f64: the means of antithetic pairs. */
export function pairMeans<T extends number>(
  rows: i32,
  columns: i32,
  x: usize,
  mirror: usize,
  ld: i32,
  out: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const offset = <usize>i * <usize>ld * sizeof<T>();
    const row = out + ((<usize>i * <usize>columns) << 3);
    for (let c = 0; c < columns; c++) {
      const at = offset + <usize>c * sizeof<T>();
      store<f64>(row + ((<usize>c) << 3), 0.5 * (<f64>load<T>(x + at) + <f64>load<T>(mirror + at)));
    }
  }
}

export function blockMoments_f32(rows: i32, columns: i32, x: usize, ld: i32, mean: usize, m2: usize): void {
  blockMoments<f32>(rows, columns, x, ld, mean, m2);
}
export function blockMoments_f64(rows: i32, columns: i32, x: usize, ld: i32, mean: usize, m2: usize): void {
  blockMoments<f64>(rows, columns, x, ld, mean, m2);
}
export function pairMeans_f32(rows: i32, columns: i32, x: usize, mirror: usize, ld: i32, out: usize): void {
  pairMeans<f32>(rows, columns, x, mirror, ld, out);
}
export function pairMeans_f64(rows: i32, columns: i32, x: usize, mirror: usize, ld: i32, out: usize): void {
  pairMeans<f64>(rows, columns, x, mirror, ld, out);
}
