import { sum } from "./counting.ts";

/** The estimator's order, K in the paper. */
export type Order = 1 | 2 | 3 | 4;

/** Which cumulants beyond order K are carried, and which diagrams are summed (spec section 2). */
export type Kind = "simple" | "augment" | "augment-tree" | "base";

export const ORDERS: readonly Order[] = [1, 2, 3, 4];
export const KINDS: readonly Kind[] = ["simple", "augment", "augment-tree", "base"];

/** The tracked degrees d and their radial orders r; r = 0: the whole tensor (spec section 2). */
export function trackedDegrees(order: Order, kind: Kind): Map<number, number> {
  const tracked = new Map<number, number>();
  for (let d = 1; d <= order; d++) tracked.set(d, 0);
  const odd = order % 2 === 1;
  if (kind === "simple" && odd) tracked.set(order + 1, (order + 1) / 2);
  if (isAugmented(kind)) {
    tracked.set(order + 1, 1);
    if (!odd) tracked.set(order + 2, (order + 2) / 2);
  }
  return tracked;
}

export function isAugmented(kind: Kind): boolean {
  return kind === "augment" || kind === "augment-tree";
}

/** The largest degree tracked. */
export function largestDegree(order: Order, kind: Kind): number {
  return Math.max(...trackedDegrees(order, kind).keys());
}

/** The integer partitions a for which the power cumulant slice pK[a] is computed (spec section 5a). */
export function powerPartitions(order: Order, kind: Kind): number[][] {
  const top = largestDegree(order, kind);
  return fallingSequences(top, order).filter(
    (a) => sum(a) <= top && sum(a.map((x) => Math.ceil(x / 2))) <= order,
  );
}

/** Falling sequences of 1 to `length` numbers from 1 to `largest`, short ones first. */
function fallingSequences(largest: number, length: number): number[][] {
  const byLength: number[][][] = [[[]]];
  for (let m = 1; m <= length; m++) {
    byLength.push(
      byLength[m - 1]!.flatMap((start) => {
        const top = start.at(-1) ?? largest;
        return Array.from({ length: top }, (_, i) => [...start, top - i]);
      }),
    );
  }
  return byLength.slice(1).flat();
}
