import type { BatchedMoments } from "../../sampling/batches.ts";
import { dot, type Scatter, scatterOf } from "../trust/scatter.ts";

/** How far an estimate is from samples' means, each output measured by its own deviation. */
export interface Seen {
  /** Mean over the outputs of the squared error: the estimate's own, the samples' is taken off. */
  readonly error: number;
  /** That error is below this, as far as samples can tell. */
  readonly upper: number;
  /** So many standard errors of the samples' means, in the direction in which these scatter most, the difference is beyond their own. */
  readonly beyond: number;
  /** Some output is the same in all samples, and another in the estimate. */
  readonly still: boolean;
  /** The output that is farthest off in its own deviations. */
  readonly worst: number;
  /** The outputs' mean variance. */
  readonly variance: number;
}

/** Deviations of so small a part of the mean are rounding in f64. */
const ROUNDING = 1e-12;

/** Relative differences that f32 may make. */
const LOOSE = 1e-5;

/** Standard errors that an upper bound leaves room for. */
const ROOM = 2;

/** Compares means with samples. An output that is the same in all of these has no deviation to be measured by, and is left out. */
export function seenBy(estimate: Float64Array, batched: BatchedMoments): Seen {
  const { output, samples } = batched;
  const scale = output.variance.map((variance, i) => {
    const deviation = Math.sqrt(variance);
    return deviation > ROUNDING * Math.abs(output.mean[i]!) ? 1 / deviation : 0;
  });
  const difference = estimate.map((x, i) => (output.mean[i]! - x) * scale[i]!);
  const standardError = scale.map((x) => (x > 0 ? 1 / Math.sqrt(samples) : 0));
  const scatter = scatterOf({ output: { standardError }, deviations: groups(batched, scale) }, ITERATIONS);
  return {
    ...sizes(dot(difference, difference), scatter, Math.max(1, scale.filter((x) => x > 0).length)),
    still: estimate.some((x, i) => scale[i] === 0 && Math.abs(x - output.mean[i]!) > LOOSE * Math.abs(x)),
    worst: difference.reduce((best, x, i) => (Math.abs(x) > Math.abs(difference[best]!) ? i : best), 0),
    variance: output.variance.reduce((sum, x) => sum + x, 0) / estimate.length,
  };
}

/** Batches are looked at by so many groups, which takes little time; a trace is known from all samples, a shape is from these. */
const GROUPS = 16;

/** Enough for an eigenvalue that nothing depends on to a digit. */
const ITERATIONS = 12;

/** The deviations of groups of batches, each output's times its scale. */
function groups({ deviations }: BatchedMoments, scale: Float64Array): Float64Array[] {
  const size = deviations.length / GROUPS;
  return Array.from({ length: GROUPS }, (_, group) => {
    const sum = new Float64Array(scale.length);
    for (const y of deviations.slice(group * size, (group + 1) * size))
      for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + y[i]! * scale[i]!;
    return sum;
  });
}

/**
 * What a squared difference says of the error behind it. The samples' own error ε has tr Σ of it on average and hardly ever more than
 * (√(tr Σ − λ) + z √λ)², λ the largest eigenvalue; along an error of length δ it is z √λ at most.
 */
function sizes(square: number, { trace, largest, products }: Scatter, outputs: number) {
  const along = Math.sqrt(largest);
  const spread = Math.sqrt(products.reduce((sum, row) => sum + dot(row, row), 0));
  const net = square - trace;
  const own = ROOM * along;
  const reach = own + Math.sqrt(own * own + Math.max(0, net + ROOM * Math.SQRT2 * spread));
  const beyond = Math.sqrt(square) - Math.sqrt(Math.max(0, trace - largest));
  return {
    error: net / outputs,
    upper: (reach * reach) / outputs,
    beyond: along > 0 ? beyond / along : 0,
  };
}
