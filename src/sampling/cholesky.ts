import { Arena } from "../backend/arena.ts";
import type { Kernels, Pointer } from "../backend/instance.ts";
import type { Matrix } from "../network/network.ts";

/** A symmetric matrix in memory, with room for its factor and for what the kernel remembers of its rows. */
export interface Loaded {
  readonly kernels: Kernels;
  readonly arena: Arena;
  readonly n: number;
  readonly a: Pointer;
  readonly f: Pointer;
  readonly residual: Pointer;
  readonly used: Pointer;
  readonly diagonal: Float64Array;
  readonly largest: number;
}

/** What counts as nothing left of a row: fractions of its own variance and of the largest; and below zero, of the largest. */
export interface Tolerances {
  readonly own: number;
  readonly least: number;
  readonly slack: number;
}

/** A row that shows that a matrix is no covariance, and the variance that the others leave it. */
export interface Problem {
  readonly row: number;
  readonly left: number;
}

/** Columns of the factor, or rows of the check, between two yields. */
const STEPS = 16;

export function load({ rows: n, data }: Matrix, kernels: Kernels): Loaded {
  const arena = new Arena(kernels);
  const [a, f] = [arena.reserve(n * n * 8), arena.reserve(n * n * 8)];
  const [residual, used] = [arena.reserve(n * 8), arena.reserve(n * 4)];
  arena.f64(a, n * n).set(data);
  const diagonal = Float64Array.from({ length: n }, (_, i) => data[i * n + i]!);
  const largest = diagonal.reduce((most, value) => Math.max(most, value), 0);
  return { kernels, arena, n, a, f, residual, used, diagonal, largest };
}

/** Pivoted Cholesky to its end, or to a problem. */
export function* pivoted(
  { kernels, arena, n, a, f, residual, used, diagonal, largest }: Loaded,
  { own, least, slack }: Tolerances,
): Generator<void, { rank: number; problem: Problem | null }> {
  arena.f64(residual, n).set(diagonal);
  arena.i32(used, n).fill(0);
  const bounds = [own, least * largest, slack * largest];
  for (let rank = 0; ; ) {
    const next = kernels.cholesky_f64!(n, a, f, residual, used, rank, STEPS, ...bounds);
    const row = -1 - next;
    if (next < 0) return { rank, problem: { row, left: arena.f64(residual, n)[row]! } };
    yield;
    if (next < rank + STEPS) return { rank: next, problem: null };
    rank = next;
  }
}

/** Whether a complete factor leaves anything of the matrix. */
export function* remainder(
  { kernels, n, a, f, used, largest }: Loaded,
  rank: number,
  { slack }: Tolerances,
): Generator<void, Problem | null> {
  for (let from = 0; rank < n && from < n; from += STEPS) {
    const to = Math.min(n, from + STEPS);
    const row = kernels.choleskyRemainder_f64!(n, a, f, used, rank, from, to, 2 * slack * largest);
    if (row >= 0) return { row, left: 0 };
    yield;
  }
  return null;
}
