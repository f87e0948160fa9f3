import type { Row } from "../framework/experiment.ts";
import { summarise } from "../measure/summary.ts";
import type { CurvePoint } from "./curves.ts";

/** The point at which one method's vnMSE on networks of one size stands, or the bound that it is below. */
export function measuredPoint(
  rows: readonly Row[],
  at: { series: string; x: number; panel?: string },
): CurvePoint {
  const { vnmse, error, unresolved, upper } = summarise(rows);
  return { ...at, y: unresolved ? upper : vnmse, error, bound: unresolved ? "below" : undefined };
}
