import type { Kernels } from "../backend/instance.ts";
import { instantiateKernels } from "../backend/kernels.ts";
import { paced } from "../backend/pace.ts";
import { KpropError } from "../errors.ts";
import type { Matrix } from "../network/network.ts";
import { load, type Problem, pivoted, remainder } from "./cholesky.ts";
import { type Clipped, clip } from "./clip.ts";

/** F of shape `[n, rank]`, row-major, with F Fᵀ the covariance. */
export interface CovarianceFactor {
  readonly rank: number;
  readonly data: Float64Array;
  /** The covariance that was factored in place of a matrix that is almost one; null: the one given, up to rounding. */
  readonly clipped: Clipped | null;
}

/** A matrix that is no covariance by more than this fraction of its largest variance is refused. */
const MOST_CHANGE = 1e-6;

/**
 * Factors a covariance matrix, which need not have full rank, by pivoted Cholesky; so also the check that it is
 * one. Rounding is allowed for: `(n + 64) · ε`, with ε = 2^-52, or 2^-23 for a matrix stored as f32, times the
 * largest variance below zero, at most 1e-6; a variable of which less than `(n + 64) · ε` of its own variance is left by the
 * others counts as a combination of them. A matrix that is no covariance otherwise is replaced by one if that changes no
 * entry by more than 1e-6 of the largest variance (clip.ts).
 *
 * @param covariance shape `[n, n]`, finite and symmetric
 * @throws KpropError `bad-input` if it is not positive semidefinite; `too-large` if two such matrices in f64, or four where it is
 * replaced, do not fit in memory; the signal's reason when aborted
 */
export async function factorCovariance(
  covariance: Matrix,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<CovarianceFactor> {
  const kernels = await instantiateKernels();
  return paced(factor(covariance, kernels), options);
}

function* factor(covariance: Matrix, kernels: Kernels): Generator<void, CovarianceFactor> {
  const loaded = load(covariance, kernels);
  const { n, arena, f } = loaded;
  const own = relativeTolerance(covariance);
  const tolerances = { own, least: 0, slack: Math.min(own, MOST_CHANGE) };
  const { rank, problem: first } = yield* pivoted(loaded, tolerances);
  const problem = first ?? (yield* remainder(loaded, rank, tolerances));
  if (problem === null) return { rank, data: withoutTail(arena.f64(f, n * n), n, rank), clipped: null };
  const clipped = yield* clip(loaded, own, MOST_CHANGE);
  if (clipped === null) throw notSemidefinite(problem);
  return clipped;
}

function relativeTolerance({ rows, data }: Matrix): number {
  return (rows + 64) * (data instanceof Float32Array ? 2 ** -23 : 2 ** -52);
}

/** The first `rank` columns of an n×n matrix. */
function withoutTail(square: Float64Array, n: number, rank: number): Float64Array {
  const data = new Float64Array(n * rank);
  for (let i = 0; i < n; i++) data.set(square.subarray(i * n, i * n + rank), i * rank);
  return data;
}

function notSemidefinite({ row, left }: Problem): KpropError {
  const found = left < 0 ? `leave it the variance ${left}` : "leave it none, yet it varies with another";
  const what = `covariance is not positive semidefinite (variable ${row}: the others ${found})`;
  const advice = `by more than the ${MOST_CHANGE} of the largest variance that is put right; set its negative eigenvalues to 0`;
  return new KpropError("bad-input", `${what}, ${advice}`);
}
