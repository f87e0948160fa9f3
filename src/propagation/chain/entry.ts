import type { BufferId, View } from "../../plan/plan.ts";
import type { Fold, FoldShape } from "./fold/fold.ts";

/**
 * Two legs of a path: the term p_r ⊗ u_r ⊗ v_r for every r, symmetrised. Either v is a matrix of its own, or it is
 * `coefficient · weight_r · u_r`, which costs nothing to carry.
 */
export type Legs =
  | { readonly u: View; readonly v: View }
  | { readonly u: View; readonly weight: BufferId; readonly coefficient: number };

/** The term a ⊗ S, symmetrised: a vector [n] and a symmetric matrix [n, n]. */
export interface Piece {
  readonly a: BufferId;
  readonly s: BufferId;
}

/**
 * What one layer's activation contributed to kappa_3, carried through the layers after it as factors:
 *
 *     Sym [ Σ_r p_r ⊗ Σ_legs u_r ⊗ v_r  +  Σ_r m_r ⊗ p_r ⊗ p_r  +  Σ_pieces a ⊗ S ]
 *
 * r runs over the `width` neurons of the layer that made it; u_r is column r of a matrix [n, width], and so on
 * (spec sections 7 and 8; order 3 simple has one pair of legs and no pieces).
 */
export interface Entry {
  readonly width: number;
  readonly p: View;
  readonly legs: readonly Legs[];
  readonly m: View;
  readonly pieces: readonly Piece[];
}

/** kappa_3 of a pre-activation: its entries, and the slice T_ij = kappa_iij that they add up to. */
export interface Chain {
  readonly entries: readonly Entry[];
  /** Entries older than these; null while there are none. */
  readonly fold: Fold | null;
  /** Shape [n, n], or only its diagonal [n]. */
  readonly slice: { readonly buffer: BufferId; readonly isDiagonal: boolean };
}

/** An entry where it is made: p_r is the r-th unit vector. */
export type NewEntry = Omit<Entry, "p">;

/** kappa_3 of an activation. */
export interface MadeChain {
  /** The entries of the pre-activation: the rows of every factor are still to be scaled by `scale`. */
  readonly entries: readonly Entry[];
  readonly fold: Fold | null;
  readonly scale: BufferId;
  /** This layer's own. */
  readonly made: NewEntry;
  /** How entries are folded after the next linear map; null: not at all. */
  readonly folding: FoldShape | null;
}
