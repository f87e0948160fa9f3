import { Arena } from "../backend/arena.ts";
import type { Pointer } from "../backend/instance.ts";
import { instantiateKernels } from "../backend/kernels.ts";
import { paced } from "../backend/pace.ts";
import { KpropError } from "../errors.ts";
import type { Matrix } from "../network/network.ts";

/** F of shape `[n, rank]`, row-major, with F Fᵀ the covariance. */
export interface CovarianceFactor {
  readonly rank: number;
  readonly data: Float64Array;
}

/** Columns of the factor, or rows of the check, between two yields. */
const STEPS = 16;

interface Cholesky {
  cholesky_f64(
    n: number,
    a: Pointer,
    f: Pointer,
    residual: Pointer,
    used: Pointer,
    rank: number,
    steps: number,
    tolerance: number,
    slack: number,
  ): number;
  choleskyRemainder_f64(
    n: number,
    a: Pointer,
    f: Pointer,
    used: Pointer,
    rank: number,
    from: number,
    to: number,
    slack: number,
  ): number;
}

/**
 * Factors a covariance matrix, which need not have full rank, by pivoted Cholesky; so also the check that it is
 * one. Rounding is allowed for: `(n + 64) · ε`, with ε = 2^-52, or 2^-23 for a matrix stored as f32, times the
 * largest variance below zero; a variable of which less than `(n + 64) · ε` of its own variance is left by the
 * others counts as a combination of them.
 *
 * @param covariance shape `[n, n]`, finite and symmetric to rounding (see `checkInput`)
 * @throws KpropError `bad-input` if it is not positive semidefinite; `too-large` if two such matrices in f64 do
 * not fit in memory; the signal's reason when aborted
 */
export async function factorCovariance(
  covariance: Matrix,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<CovarianceFactor> {
  const kernels = await instantiateKernels();
  return paced(factor(covariance, new Arena(kernels), kernels as unknown as Cholesky), options);
}

function relativeTolerance({ rows, data }: Matrix): number {
  return (rows + 64) * (data instanceof Float32Array ? 2 ** -23 : 2 ** -52);
}

function* factor(covariance: Matrix, arena: Arena, kernels: Cholesky) {
  const n = covariance.rows;
  const [a, f] = [arena.reserve(n * n * 8), arena.reserve(n * n * 8)];
  const [residual, used] = [arena.reserve(n * 8), arena.reserve(n * 4)];
  arena.f64(a, n * n).set(covariance.data);
  const diagonal = Float64Array.from({ length: n }, (_, i) => covariance.data[i * n + i]!);
  arena.f64(residual, n).set(diagonal);
  arena.i32(used, n).fill(0);
  const tolerance = relativeTolerance(covariance);
  const slack = tolerance * diagonal.reduce((largest, value) => Math.max(largest, value), 0);
  let rank = 0;
  for (let complete = n === 0; !complete; ) {
    const next = kernels.cholesky_f64(n, a, f, residual, used, rank, STEPS, tolerance, slack);
    if (next < 0) throw notSemidefinite(-1 - next, arena.f64(residual, n)[-1 - next]!);
    complete = next < rank + STEPS;
    rank = next;
    yield;
  }
  for (let row = 0; rank < n && row < n; row += STEPS) {
    const to = Math.min(n, row + STEPS);
    const failed = kernels.choleskyRemainder_f64(n, a, f, used, rank, row, to, 2 * slack);
    if (failed >= 0) throw notSemidefinite(failed, 0);
    yield;
  }
  return { rank, data: withoutTail(arena.f64(f, n * n), n, rank) };
}

/** The first `rank` columns of an n×n matrix. */
function withoutTail(square: Float64Array, n: number, rank: number): Float64Array {
  const data = new Float64Array(n * rank);
  for (let i = 0; i < n; i++) data.set(square.subarray(i * n, i * n + rank), i * rank);
  return data;
}

function notSemidefinite(row: number, left: number): KpropError {
  const found = left < 0 ? `leave it the variance ${left}` : "leave it none, yet it varies with another";
  return bad(`covariance is not positive semidefinite (variable ${row}: the others ${found})`);
}

function bad(message: string): KpropError {
  return new KpropError("bad-input", message);
}
