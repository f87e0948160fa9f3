import type { RealFunction, Smooth } from "./smooth.ts";

/**
 * An activation function, applied entry by entry.
 *
 * `wick` says what it is: everything that computes with it, its Wick coefficients and its values on samples,
 * reads that. `critical` says where random networks of it start; null where no such point is stated.
 */
export interface Activation {
  readonly name: string;
  readonly wick: WickSource;
  readonly critical: CriticalPoint | null;
}

/**
 * The variances at which a wide random network neither shrinks nor grows what passes through it (Poole et al.,
 * arXiv:1606.05340): weights of variance `weightVariance / fan_in` and biases of variance `biasVariance` take
 * pre-activations of variance `variance` to the same variance, with a mean squared derivative of 1.
 */
export interface CriticalPoint {
  readonly variance: number;
  readonly weightVariance: number;
  readonly biasVariance: number;
}

/** A function by the family of formulas that gives its Wick coefficients (spec section 5d). */
export type WickSource =
  /** `positive · relu(z) + negative · relu(−z)` */
  | { readonly family: "two-sided"; readonly positive: number; readonly negative: number }
  /** `z > 0 ? above : below` */
  | { readonly family: "step"; readonly below: number; readonly above: number }
  /** `Σ_j coefficients[j] z^j` */
  | { readonly family: "polynomial"; readonly coefficients: readonly number[] }
  /** A smooth function, averaged over the 100 nodes of a Gauss–Hermite rule. */
  | { readonly family: "quadrature"; readonly of: Smooth | RealFunction };

/**
 * What a plan's Wick coefficients are of: an activation; or 1[z > 0] without the factor e^(−α²/2), α the Gaussian's mean
 * in standard deviations, where α < 0: that may be too small for a number.
 */
export type PlannedSource = WickSource | { readonly family: "tail" };
