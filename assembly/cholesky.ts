/**
 * Pivoted Cholesky factorisation of a symmetric positive semidefinite matrix, A = F Fᵀ, one column of F a
 * pivot (Higham, "Analysis of the Cholesky decomposition of a semi-definite matrix", 1990). Rows keep their
 * order: what is permuted is only the order in which they serve as pivots.
 *
 *   residual_i = A_ii − Σ_j F_ij²,  next pivot p = the row with the largest,
 *   F_pk = √residual_p,  F_ik = (A_ip − Σ_{j<k} F_ij F_pj) / F_pk,  0 for rows that were pivots before
 *
 * A residual of at most tolerance·A_ii is nothing but rounding: its row is in the span of the others. Relative
 * to the row's own variance, so that variables in small units keep theirs. Nor is one of at most `least`.
 */

/**
 * Adds up to `steps` columns to a factor of `rank` columns, f[i·n + k], and returns its new rank; less than
 * rank + steps: the factorisation is complete. `residual` (n, f64) starts as A's diagonal, `used` (n, i32) as
 * zeros, one for a row that was a pivot. Returns −1 − i if row i's residual is below −slack: A is not positive
 * semidefinite.
 */
export function cholesky_f64(
  n: i32,
  a: usize,
  f: usize,
  residual: usize,
  used: usize,
  rank: i32,
  steps: i32,
  tolerance: f64,
  least: f64,
  slack: f64,
): i32 {
  const end = min(n, rank + steps);
  for (; rank < end; rank++) {
    const negative = lowest(n, residual, -slack);
    if (negative >= 0) return -1 - negative;
    const pivot = largest(n, a, residual, tolerance, least);
    if (pivot < 0) return rank;
    column(n, a, f, residual, used, rank, pivot);
  }
  return rank;
}

/** The first row whose residual is below the bound; −1: none. */
function lowest(n: i32, residual: usize, bound: f64): i32 {
  for (let i = 0; i < n; i++) {
    if (load<f64>(residual + ((<usize>i) << 3)) < bound) return i;
  }
  return -1;
}

/** The row of the largest residual among those above their tolerance; −1: none. */
function largest(n: i32, a: usize, residual: usize, tolerance: f64, least: f64): i32 {
  let best: i32 = -1;
  let size = least;
  for (let i = 0; i < n; i++) {
    const r = load<f64>(residual + ((<usize>i) << 3));
    if (r > size && r > tolerance * load<f64>(a + ((<usize>i) << 3) * (<usize>n + 1))) {
      best = i;
      size = r;
    }
  }
  return best;
}

/** Column k of F from that pivot. A used row has residual 0 and zeros in every later column. */
function column(n: i32, a: usize, f: usize, residual: usize, used: usize, k: i32, pivot: i32): void {
  const stride = (<usize>n) << 3;
  const pivotRow = f + <usize>pivot * stride;
  const root = sqrt(load<f64>(residual + ((<usize>pivot) << 3)));
  for (let i = 0; i < n; i++) {
    const left = residual + ((<usize>i) << 3);
    const row = f + <usize>i * stride;
    let value: f64 = 0;
    if (i == pivot) {
      value = root;
      store<f64>(left, 0);
      store<i32>(used + ((<usize>i) << 2), 1);
    } else if (!load<i32>(used + ((<usize>i) << 2))) {
      value = (load<f64>(a + <usize>i * stride + ((<usize>pivot) << 3)) - dot(k, row, pivotRow)) / root;
      store<f64>(left, load<f64>(left) - value * value);
    }
    store<f64>(row + ((<usize>k) << 3), value);
  }
}

/** Σ_{j<k} x_j y_j as two pairs of partial sums, (0 + 2) + (1 + 3), then what is left in order. */
function dot(k: i32, x: usize, y: usize): f64 {
  const whole = k & -4;
  let s01 = f64x2.splat(0);
  let s23 = f64x2.splat(0);
  for (let j = 0; j < whole; j += 4) {
    const at = (<usize>j) << 3;
    s01 = f64x2.add(s01, f64x2.mul(v128.load(x + at), v128.load(y + at)));
    s23 = f64x2.add(s23, f64x2.mul(v128.load(x + at, 16), v128.load(y + at, 16)));
  }
  const s = f64x2.add(s01, s23);
  let total = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
  for (let j = whole; j < k; j++) {
    const at = (<usize>j) << 3;
    total += load<f64>(x + at) * load<f64>(y + at);
  }
  return total;
}

/**
 * Whether what a complete factor leaves of A vanishes: the first row i in [from, to) with an element
 * |A_ij − (F Fᵀ)_ij| > slack, j ≤ i, neither row a pivot; −1: none. It is what tells [[0, 1], [1, 0]] from a
 * semidefinite matrix, where a zero on the diagonal means a row of zeros.
 */
export function choleskyRemainder_f64(
  n: i32,
  a: usize,
  f: usize,
  used: usize,
  rank: i32,
  from: i32,
  to: i32,
  slack: f64,
): i32 {
  const stride = (<usize>n) << 3;
  for (let i = from; i < to; i++) {
    if (load<i32>(used + ((<usize>i) << 2))) continue;
    const row = <usize>i * stride;
    for (let j = 0; j <= i; j++) {
      if (load<i32>(used + ((<usize>j) << 2))) continue;
      const element = load<f64>(a + row + ((<usize>j) << 3));
      if (abs(element - dot(rank, f + row, f + <usize>j * stride)) > slack) return i;
    }
  }
  return -1;
}
