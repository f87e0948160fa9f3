import type { FoldShape } from "../propagation/chain/fold/fold.ts";
import type { NetworkShape } from "../propagation/propagate.ts";
import type { Method } from "./options.ts";

/** Layers whose factors stay whole, and what part of the width is kept of older ones (`npm run bench:fold`). */
const WINDOW = 7;
const WIDTH_PER_RANK = 4;

/** A fold must save this factor of the FLOPs of what is exact: beside products it has many small operations. */
export const LEAST_GAIN = 1.25;

/** How a network's chain could be folded; null where it is not: other orders and kinds, layers of several widths. */
export function foldShape({ layers }: NetworkShape, method: Method): FoldShape | null {
  const { order, kind, form, fold } = method;
  if (!fold || form === "dense" || order !== 3 || kind !== "simple") return null;
  const hidden = layers.slice(0, -1).map(({ outputs }) => outputs);
  const [n] = hidden;
  if (n === undefined || hidden.length < WINDOW + 2 || hidden.some((width) => width !== n)) return null;
  return { window: WINDOW, rank: Math.ceil(n / WIDTH_PER_RANK) };
}
