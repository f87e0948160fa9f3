import type { ExecutionResult } from "../plan/execute.ts";
import { cutShare, isFoldReport } from "../propagation/chain/fold/cut-share.ts";
import type { FoldShape } from "../propagation/chain/fold/fold.ts";

/** What was folded of order 3's chain of factors. */
export interface Folded {
  /** How many of the newest layers' factors stayed whole. */
  readonly window: number;
  /** Directions kept of what is older. */
  readonly rank: number;
  /**
   * The largest share that one folding may have cut off what it held, a bound, as norms; what that does to the result
   * is far less (docs/method.md).
   */
  readonly cut: number;
}

/** What came of it. */
export function foldedOf(fold: FoldShape, { results }: ExecutionResult): Folded {
  const shares = [...results]
    .filter(([target]) => isFoldReport(target))
    .map(([, report]) => cutShare(report));
  return { window: fold.window, rank: fold.rank, cut: Math.max(...shares) };
}
