import type { Kind, Order } from "../combinatorics/tracked.ts";

/** How cumulants of degree 3 and more are carried: as tensors, or as factors (spec section 7). */
export type Form = "dense" | "shared-chain";

export const FORMS: readonly Form[] = ["dense", "shared-chain"];

/** Whether there is a shared-chain form of that estimator. */
export function hasChain(order: Order, kind: Kind): boolean {
  return (order >= 3 && kind === "simple") || (order === 3 && kind === "augment-tree");
}
