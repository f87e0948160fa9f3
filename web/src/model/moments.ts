/** Mean and Σ (x − mean)² of each output, over some samples. */
export interface RunningMoments {
  readonly samples: number;
  readonly mean: Float64Array;
  readonly squares: Float64Array;
}

export interface Portion {
  readonly samples: number;
  readonly mean: Float64Array;
  /** Unbiased. */
  readonly variance: Float64Array;
}

/** Two sets of samples as one (Chan, Golub and LeVeque 1979). */
export function addMoments(before: RunningMoments | null, portion: Portion): RunningMoments {
  const own = portion.variance.map((variance) => variance * (portion.samples - 1));
  if (before === null) return { samples: portion.samples, mean: portion.mean, squares: own };
  const samples = before.samples + portion.samples;
  const share = portion.samples / samples;
  const apart = portion.mean.map((mean, i) => mean - before.mean[i]!);
  return {
    samples,
    mean: before.mean.map((mean, i) => mean + share * apart[i]!),
    squares: before.squares.map((sum, i) => sum + own[i]! + before.samples * share * apart[i]! ** 2),
  };
}
