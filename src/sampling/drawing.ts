import type { GaussianInput } from "../network/network.ts";
import type { CovarianceFactor } from "./factor.ts";

/** What drawing an input takes. */
export interface Drawing {
  /** Standard normals. */
  readonly normals: number;
  /** Whether they are multiplied by a covariance's factor. */
  readonly correlated: boolean;
  /** Whether a mean is added. */
  readonly shifted: boolean;
}

export function drawing(
  input: GaussianInput | null,
  inputs: number,
  factor: CovarianceFactor | null,
): Drawing {
  return {
    // A covariance of zero still has one column, of zeros: a product over none would write nothing.
    normals: factor ? Math.max(1, factor.rank) : inputs,
    correlated: factor !== null,
    shifted: input?.mean.some((value) => value !== 0) ?? false,
  };
}
