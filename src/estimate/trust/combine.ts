import type { BatchedMoments } from "../../sampling/batches.ts";
import type { CombinationName } from "./options.ts";
import { dot, type Scatter } from "./scatter.ts";

/** Means between an estimate's and the samples'. */
export interface Combination {
  readonly mean: Float64Array;
  /** The samples' share: 0 is the estimate, 1 the samples' means. */
  readonly share: number;
}

/** `expected`: the estimate's mean squared error as it is to be expected, for "calibrated". */
export function combined(
  how: CombinationName,
  estimate: Float64Array,
  { output }: BatchedMoments,
  scatter: Scatter,
  expected: number,
): Combination {
  const difference = output.mean.map((x, i) => x - estimate[i]!);
  const share =
    how === "safe"
      ? safeShare(dot(difference, difference), scatter)
      : calibratedShare(expected * estimate.length, scatter);
  return { mean: estimate.map((x, i) => x + share * difference[i]!), share };
}

/**
 * The samples' means shrunk towards the estimate by the positive-part James–Stein rule, in its form for errors of any
 * covariance: max(0, 1 − (p − 2)/p · S/D), p the effective dimension tr Σ/λ_max, S the squared standard errors' sum, D that of
 * the squared differences. Where p > 2 the expected total squared error is below that of the samples alone, whatever the
 * estimate's; elsewhere it is the samples' means.
 *
 * @see Bock, Annals of Statistics 3 (1975) 209
 */
function safeShare(seen: number, { trace, dimension }: Scatter): number {
  if (dimension <= 2) return 1;
  return seen > 0 ? Math.max(0, 1 - (((dimension - 2) / dimension) * trace) / seen) : 0;
}

/** Weights by expected squared errors, the estimate's beside the samples'; of two that are zero it is the estimate. */
function calibratedShare(expected: number, { trace }: Scatter): number {
  return expected > 0 ? expected / (expected + trace) : 0;
}
