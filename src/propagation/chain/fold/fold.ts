import type { BufferId } from "../../../plan/plan.ts";

/** Which entries of a chain are folded, and how far: fixed by the network's shape. */
export interface FoldShape {
  /** How many of the newest entries stay whole. */
  readonly window: number;
  /** Directions that are kept of what is folded, at most any layer's width. */
  readonly rank: number;
}

/**
 * Old entries of a chain in Tucker form (Tucker, "Some mathematical notes on three-mode factor analysis", 1966):
 *
 *     Σ_abc core_abc  q_a ⊗ q_b ⊗ q_c
 *
 * `basis` holds the q_a as rows, shape [rank, n]; `core` is symmetric, shape [rank, rank, rank].
 */
export interface Fold {
  readonly rank: number;
  readonly basis: BufferId;
  readonly core: BufferId;
}
