/**
 * Orthonormal rows by modified Gram–Schmidt, every row twice ("twice is enough": Giraud, Langou & Rozložník, "The loss
 * of orthogonality in the Gram-Schmidt orthogonalization process", 2005).
 *
 *   row_k ← row_k / max |row_k|
 *   twice, for j < k:   row_k ← row_k − (q_j · row_k) q_j
 *   q_k = row_k / |row_k|
 *
 * A row of which the second pass takes more than half away, or of which nothing is left, lies in the span of those
 * before: a unit vector stands in for it, so that there are always as many rows as were asked for. It is the one whose
 * column is emptiest in q_0 … q_{k−1}: at least 1 − k/n of its square is outside their span.
 */

/** A squared length below this, of a row with largest element 1, counts as nothing. */
const NOTHING: f64 = 1e-20;
/** What a second pass must leave of the square. */
const LEFT: f64 = 0.25;

/** `rows` ≤ n rows of length n, `stride` elements apart, to rows one after the other. */
export function orthonormalise<T extends number>(
  rows: i32,
  n: i32,
  from: usize,
  stride: i32,
  to: usize,
): void {
  const step = <usize>n * sizeof<T>();
  for (let k = 0; k < rows; k++) {
    const row = to + <usize>k * step;
    levelled<T>(from + <usize>k * <usize>stride * sizeof<T>(), row, n);
    let square = remainder<T>(k, n, to);
    if (!(square > <T>NOTHING)) {
      unitRow<T>(row, n, emptiest<T>(k, n, to));
      square = remainder<T>(k, n, to);
    }
    scale<T>(row, row, n, <T>1 / sqrt<T>(square));
  }
}

/** The row over its largest absolute value; zeros stay. */
function levelled<T extends number>(from: usize, to: usize, n: i32): void {
  let largest: T = <T>0;
  for (let i = 0; i < n; i++) largest = max<T>(largest, abs<T>(load<T>(from + <usize>i * sizeof<T>())));
  scale<T>(from, to, n, largest == <T>0 ? <T>1 : <T>1 / largest);
}

/** Takes the rows before it out of row k; its square then, or 0 if the second pass took too much of it. */
function remainder<T extends number>(k: i32, n: i32, q: usize): T {
  const row = q + <usize>k * <usize>n * sizeof<T>();
  sweep<T>(k, n, q, row);
  const once = dot<T>(n, row, row);
  sweep<T>(k, n, q, row);
  const twice = dot<T>(n, row, row);
  return twice >= <T>LEFT * once ? twice : <T>0;
}

function sweep<T extends number>(k: i32, n: i32, q: usize, row: usize): void {
  for (let j = 0; j < k; j++) {
    const other = q + <usize>j * <usize>n * sizeof<T>();
    subtract<T>(n, dot<T>(n, other, row), other, row);
  }
}

function unitRow<T extends number>(row: usize, n: i32, at: i32): void {
  memory.fill(row, 0, <usize>n * sizeof<T>());
  store<T>(row + <usize>at * sizeof<T>(), <T>1);
}

/** The column whose squares over the first k rows add up to least, the first of them. */
function emptiest<T extends number>(k: i32, n: i32, q: usize): i32 {
  let best = 0;
  let least: T = <T>Infinity;
  for (let i = 0; i < n; i++) {
    let sum: T = <T>0;
    for (let j = 0; j < k; j++) {
      const value = load<T>(q + (<usize>j * <usize>n + <usize>i) * sizeof<T>());
      sum += value * value;
    }
    if (sum < least) {
      best = i;
      least = sum;
    }
  }
  return best;
}

/** Four interleaved sums, (0 + 1) + (2 + 3), what is left in order. */
function dot<T extends number>(n: i32, x: usize, y: usize): T {
  const whole = n & -4;
  let low = v128.splat<T>(<T>0);
  let high = v128.splat<T>(<T>0);
  for (let i = 0; i < whole; i += 4) {
    const at = <usize>i * sizeof<T>();
    low = v128.add<T>(low, v128.mul<T>(v128.load(x + at), v128.load(y + at)));
    if (sizeof<T>() == 8) {
      high = v128.add<T>(high, v128.mul<T>(v128.load(x + at, 16), v128.load(y + at, 16)));
    }
  }
  let total: T;
  if (sizeof<T>() == 8) {
    total =
      v128.extract_lane<T>(low, 0) +
      v128.extract_lane<T>(low, 1) +
      (v128.extract_lane<T>(high, 0) + v128.extract_lane<T>(high, 1));
  } else {
    total =
      v128.extract_lane<T>(low, 0) +
      v128.extract_lane<T>(low, 1) +
      (v128.extract_lane<T>(low, sizeof<T>() == 8 ? 0 : 2) +
        v128.extract_lane<T>(low, sizeof<T>() == 8 ? 0 : 3));
  }
  for (let i = whole; i < n; i++) {
    const at = <usize>i * sizeof<T>();
    total += load<T>(x + at) * load<T>(y + at);
  }
  return total;
}

/** y −= factor · x. */
function subtract<T extends number>(n: i32, factor: T, x: usize, y: usize): void {
  const lanes = 16 / <i32>sizeof<T>();
  const whole = n & -lanes;
  const factors = v128.splat<T>(factor);
  for (let i = 0; i < whole; i += lanes) {
    const at = <usize>i * sizeof<T>();
    v128.store(y + at, v128.sub<T>(v128.load(y + at), v128.mul<T>(factors, v128.load(x + at))));
  }
  for (let i = whole; i < n; i++) {
    const at = <usize>i * sizeof<T>();
    store<T>(y + at, load<T>(y + at) - factor * load<T>(x + at));
  }
}

function scale<T extends number>(from: usize, to: usize, n: i32, factor: T): void {
  for (let i = 0; i < n; i++) {
    const at = <usize>i * sizeof<T>();
    store<T>(to + at, factor * load<T>(from + at));
  }
}

export function orthonormalise_f32(rows: i32, n: i32, from: usize, stride: i32, to: usize): void {
  orthonormalise<f32>(rows, n, from, stride, to);
}

export function orthonormalise_f64(rows: i32, n: i32, from: usize, stride: i32, to: usize): void {
  orthonormalise<f64>(rows, n, from, stride, to);
}
