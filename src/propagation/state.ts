import type { BufferId } from "../plan/plan.ts";
import type { Chain, MadeChain } from "./chain/entry.ts";
import type { Chain4, MadeChain4 } from "./chain4/entry.ts";

/** The metric G of a layer's radial parts (spec section 2). */
export type Metric =
  /** I, right after an activation. */
  | { readonly form: "identity" }
  /** scale · I, the average of W Wᵀ over random weights; `scale` is a single number. */
  | { readonly form: "scaled"; readonly scale: BufferId }
  /** Only G's diagonal, a vector: all that order 1 asks for. */
  | { readonly form: "diagonal"; readonly buffer: BufferId }
  | { readonly form: "full"; readonly buffer: BufferId };

/** What is carried of one degree d. */
export type Part =
  /** The whole cumulant tensor, shape [n]^d. */
  | { readonly form: "whole"; readonly buffer: BufferId }
  /** The identity matrix as a covariance (d = 2), which costs nothing to carry. */
  | { readonly form: "identity" }
  /** Only the entries with all indices equal, a vector: slice (d). */
  | { readonly form: "diagonal"; readonly buffer: BufferId }
  /** kappa_3 of a pre-activation as factors (spec section 7). */
  | { readonly form: "chain"; readonly chain: Chain }
  /** kappa_3 of an activation as factors. */
  | { readonly form: "made-chain"; readonly chain: MadeChain }
  /** kappa_4 of a pre-activation as factors. */
  | { readonly form: "chain4"; readonly chain: Chain4 }
  /** kappa_4 of an activation as factors. */
  | { readonly form: "made-chain4"; readonly chain: MadeChain4 }
  /** Sym(core ⊗ G^r), core of shape [n]^(d − 2r). */
  | { readonly form: "radial"; readonly core: BufferId; readonly r: number };

/**
 * How much of a layer's cumulants is asked for: its mean (the output); mean and covariance; the mean and every slice (d),
 * which is what the mean after an activation takes; or everything that the order and kind track.
 */
export type Reach = "mean" | "covariance" | "diagonal" | "all";

/** The tracked cumulants of one layer's vector; a degree that is absent is zero. */
export interface State {
  readonly n: number;
  /** How much of each variance may be rounding (propagation/noise.ts); a single number beside radial ones; null: nothing. */
  readonly noise: BufferId | null;
  readonly parts: ReadonlyMap<number, Part>;
  readonly metric: Metric;
}

/** The mean's buffer; every layer has one, only the input may go without. */
export function meanOf({ parts }: Pick<State, "parts">): BufferId {
  const mean = parts.get(1);
  if (mean?.form !== "whole") throw new Error("a layer's state has a mean");
  return mean.buffer;
}

/** The covariance's buffer, which from order 2 on all but the input have. */
export function covarianceOf({ parts }: Pick<State, "parts">): BufferId {
  const covariance = parts.get(2);
  if (covariance?.form !== "whole") throw new Error("from order 2 on a covariance is carried whole");
  return covariance.buffer;
}

/** The shape of a symmetric tensor: `order` indices of width n. */
export function cube(n: number, order: number): number[] {
  return Array<number>(order).fill(n);
}
