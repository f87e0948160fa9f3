import type { BatchedMoments } from "../../sampling/batches.ts";
import { bounds, type Resamples } from "./bounds.ts";
import type { Scatter } from "./scatter.ts";

/** What samples say of how far an estimate of means is off. Errors are squared and averaged over the outputs. */
export interface Judgement {
  /** An unbiased estimate of the estimate's own error, which may be negative: mean (m − e)² − mean s². */
  readonly mse: number;
  /** The same over the outputs' mean variance, and so are the bounds; all of them null where no sample differs from another. */
  readonly vnmse: number | null;
  /** The error is above this in 95 % of cases. */
  readonly lower: number | null;
  /** The error is below this in 95 % of cases. */
  readonly upper: number | null;
  /** The estimate is worth at least so many samples: 1/upper; null also where that is 0. */
  readonly worthSamples: number | null;
  /** The outputs' mean variance, as the samples have it. */
  readonly variance: number;
  /** tr Σ/λ_max, Σ the covariance of the sampled means' errors: how many independent outputs have errors like these. */
  readonly dimension: number;
}

/** Judges means by samples, with resamples of their scatter. */
export function judge(
  estimate: Float64Array,
  { output }: BatchedMoments,
  scatter: Scatter,
  resamples: Resamples,
): Judgement {
  const seen = estimate.reduce((sum, x, i) => sum + (output.mean[i]! - x) ** 2, 0);
  const variance = output.variance.reduce((sum, x) => sum + x, 0);
  const { lower, upper } = bounds(seen, resamples);
  const over = (x: number) => (variance > 0 ? x / variance : null);
  return {
    variance: variance / estimate.length,
    mse: (seen - scatter.trace) / estimate.length,
    vnmse: over(seen - scatter.trace),
    lower: over(lower),
    upper: over(upper),
    worthSamples: variance > 0 && upper > 0 ? variance / upper : null,
    dimension: scatter.dimension,
  };
}
