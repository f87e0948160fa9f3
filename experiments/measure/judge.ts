import type { Truth } from "./truth.ts";

/** How far an estimate is off. */
export interface Judgement {
  /** Mean over outputs of the squared error, the truth's noise taken off: unbiased, so that it may be negative. */
  readonly mse: number;
  /** The same over the mean variance of the outputs. */
  readonly vnmse: number;
  /** Standard error of the vnMSE that comes of the truth's noise. */
  readonly noise: number;
}

/**
 * Judges means against a truth with Gaussian noise of covariance Σ: |d|² − tr Σ, d the observed difference, has the expectation
 * |d0|² and the variance 4 d0ᵀΣd0 + 2 tr Σ², in which E dᵀΣd = d0ᵀΣd0 + tr Σ². Outputs' errors are correlated, so that Σ is
 * taken from the truth's chunks, but its trace from the standard errors, which know more of it.
 */
export function judge(truth: Truth, estimate: Float64Array): Judgement {
  const difference = estimate.map((x, i) => x - truth.mean[i]!);
  const trace = dot(truth.standardError, truth.standardError);
  const total = truth.variance.reduce((sum, x) => sum + x, 0);
  const net = dot(difference, difference) - trace;
  const { square, along } = covarianceOf(truth.deviations, trace, difference);
  const spread = Math.max(4 * along - 2 * square, 2 * square);
  return {
    mse: net / difference.length,
    vnmse: net / total,
    noise: Math.sqrt(spread) / total,
  };
}

/**
 * tr Σ² and dᵀΣd of a covariance with a known trace, from vectors z_c whose scatter is proportional to it. With S = Σ_c z_c z_cᵀ/ν,
 * ν one less than the vectors, tr S² is (tr Σ)²/ν too large and more (Srivastava 2005, doi:10.14490/jjss.35.251).
 */
function covarianceOf(vectors: readonly Float64Array[], trace: number, d: Float64Array) {
  const nu = vectors.length - 1;
  const sum = (of: (z: Float64Array) => number) => vectors.reduce((total, z) => total + of(z), 0) / nu;
  const scattered = sum((z) => dot(z, z));
  const scale = scattered > 0 ? trace / scattered : 0;
  const products = sum((z) => sum((other) => dot(z, other) ** 2));
  const unbiased = ((nu * nu) / ((nu - 1) * (nu + 2))) * (products - scattered ** 2 / nu);
  return {
    // No covariance of n outputs has less than if they were independent and alike.
    square: scale ** 2 * Math.max(unbiased, scattered ** 2 / d.length),
    along: scale * sum((z) => dot(z, d) ** 2),
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}
