import { type Pointer, WHOLE } from "../backend/instance.ts";
import { type Loaded, pivoted, type Tolerances } from "./cholesky.ts";
import type { CovarianceFactor } from "./factor.ts";

/** A covariance near a matrix that is none. */
export interface Clipped {
  /** Shape `[n, n]`. */
  readonly data: Float64Array;
  /** The largest change of an entry, as a fraction of the largest variance. */
  readonly change: number;
}

/**
 * What is tried in turn as nothing left of a row: a pivot far below what the matrix is wrong by passes that on, enlarged, to all
 * others. A fraction of the row's own variance, so that variables in small units keep theirs; in the end of the largest one.
 */
const TRIES: readonly Pick<Tolerances, "own" | "least">[] = [
  ...[0, 1e-12, 1e-9, 2.5e-7].map((own) => ({ own, least: 0 })),
  { own: 2.5e-7, least: 2.5e-7 },
];

/**
 * A covariance that differs from a symmetric matrix by at most the fraction `most` of its largest variance, and its factor;
 * null: none was found.
 *
 * @param own the rounding of a row's variance
 */
export function* clip(loaded: Loaded, own: number, most: number): Generator<void, CovarianceFactor | null> {
  const { arena, n, largest } = loaded;
  const room = [arena.reserve(8 * n * n), arena.reserve(8 * n * n)] as const;
  for (const tolerances of TRIES) {
    const least = { own: Math.max(own, tolerances.own), least: tolerances.least };
    const { rank } = yield* pivoted(loaded, { ...least, slack: Number.POSITIVE_INFINITY });
    const made = repaired(loaded, rank, own);
    const data = yield* square(loaded, made, room);
    const change = largestChange(loaded, data);
    if (change <= most * largest) return { ...made, clipped: { data, change: change / largest } };
  }
  return null;
}

type Factor = Pick<CovarianceFactor, "rank" | "data">;

/**
 * The factor of a matrix with the same variances: a row that is given more than it has is scaled down, and what is left of a
 * row is its own, with no covariance.
 */
function repaired({ arena, n, f, residual, used, diagonal }: Loaded, rank: number, own: number): Factor {
  const [columns, left, isUsed] = [arena.f64(f, n * n), arena.f64(residual, n), arena.i32(used, n)];
  const apart = [...left.keys()].filter((i) => !isUsed[i] && left[i]! > own * diagonal[i]!);
  const width = rank + apart.length;
  const data = new Float64Array(n * width);
  for (const [i, variance] of diagonal.entries()) {
    const isOver = left[i]! < 0;
    const scale = isOver && variance > 0 ? Math.sqrt(variance / (variance - left[i]!)) : isOver ? 0 : 1;
    for (let k = 0; k < rank; k++) data[i * width + k] = scale * columns[i * n + k]!;
  }
  for (const [k, i] of apart.entries()) data[i * width + rank + k] = Math.sqrt(left[i]!);
  return { rank: width, data };
}

/** Rows of F Fᵀ between two yields. */
const ROWS = 64;

/** F Fᵀ. */
function* square(
  { kernels, arena, n }: Loaded,
  { rank, data }: Factor,
  [f, c]: readonly [Pointer, Pointer],
): Generator<void, Float64Array> {
  const workspace = arena.reserve(kernels.gemmWorkspace_f64!(ROWS, n, rank));
  arena.f64(f, n * rank).set(data);
  for (let from = 0; from < n; from += ROWS) {
    const rows = Math.min(ROWS, n - from);
    const operands = [f + 8 * from * rank, rank, 1, f, 1, rank];
    kernels.gemm_f64!(rows, n, rank, ...operands, c + 8 * from * n, n, 0, WHOLE, workspace);
    yield;
  }
  return arena.f64(c, n * n).slice();
}

function largestChange({ arena, n, a }: Loaded, data: Float64Array): number {
  const given = arena.f64(a, n * n);
  return given.reduce((most, value, at) => Math.max(most, Math.abs(value - data[at]!)), 0);
}
