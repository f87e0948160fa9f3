import type { BufferId, View } from "../../plan/plan.ts";

/**
 * What one layer's activation contributed to kappa_4 at order 4 simple, carried through the layers after it:
 *
 *     Sym Σ_r p_r ⊗ ( u_r ⊗ B¹_r + p_r ⊗ B²_r )
 *
 * r runs over the `width` neurons of the layer that made it; p, u are matrices [n, width], B¹ and B² hold a symmetric
 * n×n matrix for each r, shape [width, n, n] (spec section 7).
 */
export interface Entry4 {
  readonly width: number;
  readonly p: View;
  readonly u: View;
  readonly b1: BufferId;
  readonly b2: BufferId;
}

/** An entry where it is made: p_r is the r-th unit vector. */
export type NewEntry4 = Omit<Entry4, "p">;

/** kappa_4 of a pre-activation: its entries, and the slice kappa_iijk that they add up to. */
export interface Chain4 {
  readonly entries: readonly Entry4[];
  /** Shape [n, n, n], at coincident indices the coarser slices; or, for the mean of the activation alone, kappa_iiii [n]. */
  readonly slice: { readonly buffer: BufferId; readonly isDiagonal: boolean };
}

/** kappa_4 of an activation. */
export interface MadeChain4 {
  /** The entries of the pre-activation: every index is still to be scaled by `scale`. */
  readonly entries: readonly Entry4[];
  readonly scale: BufferId;
  readonly made: NewEntry4;
}
