/**
 * An activation function, applied entry by entry.
 *
 * `wick` names the family of closed forms that its Wick coefficients come from (spec section 5d), with the
 * family's parameters; `forward` the kernel that applies it to samples; `critical` where random networks of it start.
 */
export interface Activation {
  readonly name: string;
  readonly wick: WickSource;
  readonly forward: Forward;
  readonly critical: CriticalPoint;
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

export type WickSource =
  /** `positive · relu(z) + negative · relu(−z)` */
  | { readonly family: "two-sided"; readonly positive: number; readonly negative: number }
  /** `Σ_j coefficients[j] z^j` */
  | { readonly family: "polynomial"; readonly coefficients: readonly number[] };

export type Forward = "relu" | "identity";
