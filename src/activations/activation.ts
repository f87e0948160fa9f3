/**
 * An activation function, applied entry by entry.
 *
 * `wick` names the family of closed forms that its Wick coefficients come from (spec section 5d), with the
 * family's parameters; `forward` the kernel that applies it to samples.
 */
export interface Activation {
  readonly name: string;
  readonly wick: WickSource;
  readonly forward: Forward;
}

export type WickSource =
  /** `positive · relu(z) + negative · relu(−z)` */
  | { readonly family: "two-sided"; readonly positive: number; readonly negative: number }
  /** `Σ_j coefficients[j] z^j` */
  | { readonly family: "polynomial"; readonly coefficients: readonly number[] };

export type Forward = "relu" | "identity";
