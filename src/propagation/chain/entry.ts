import type { BufferId, View } from "../../plan/plan.ts";

/**
 * Two legs of a path: the term p_r ⊗ u_r ⊗ v_r for every r, symmetrised. Either v is a matrix of its own, or it is
 * `coefficient · weight_r · u_r`, which costs nothing to carry.
 */
export type Legs =
  | { readonly u: View; readonly v: View }
  | { readonly u: View; readonly weight: BufferId; readonly coefficient: number };

/**
 * What one layer's activation contributed to kappa_3, carried through the layers after it as factors:
 *
 *     Sym [ Σ_r p_r ⊗ Σ_legs u_r ⊗ v_r  +  Σ_r m_r ⊗ p_r ⊗ p_r ]
 *
 * r runs over the `width` neurons of the layer that made it; u_r is column r of a matrix [n, width], and so on
 * (spec section 7).
 */
export interface Entry {
  readonly width: number;
  readonly p: View;
  readonly legs: readonly Legs[];
  readonly m: View;
}

/** kappa_3 of a pre-activation: its entries, and the slice T_ij = kappa_iij that they add up to. */
export interface Chain {
  readonly entries: readonly Entry[];
  /** Shape [n, n], or only its diagonal [n]; null without entries: zero. */
  readonly slice: { readonly buffer: BufferId; readonly isDiagonal: boolean } | null;
}

/** kappa_3 of an activation. */
export interface MadeChain {
  /** The entries of the pre-activation: the rows of every matrix are still to be scaled by `scale`. */
  readonly entries: readonly Entry[];
  readonly scale: BufferId;
  /** This layer's own; its p is the identity. */
  readonly made: NewEntry;
}

/** An entry where it is made: p_r is the r-th unit vector. */
export interface NewEntry {
  readonly width: number;
  readonly legs: readonly Legs[];
  readonly m: View;
}
