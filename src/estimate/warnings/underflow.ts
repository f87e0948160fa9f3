import { largestDegree } from "../../combinatorics/tracked.ts";
import type { VarianceReportOf } from "../../plan/execute.ts";
import type { Method } from "../options.ts";
import type { Warning } from "./warning.ts";

/** The smallest numbers of full precision. */
const LEAST = { f32: 2 ** -126, f64: 2 ** -1022 };

/**
 * Products of cumulants grow as the standard deviation to the power of the degrees that are tracked, and one more in between:
 * below the smallest number of the type they would be none. (What overflows is an error.)
 */
export function underflow({ layer, largest, isOutput }: VarianceReportOf, method: Method): Warning[] {
  if (isOutput || largest === 0) return [];
  const { order, kind, dtype } = method;
  const sigma = Math.sqrt(largest);
  let product = sigma;
  for (let d = 0; d < largestDegree(order, kind); d++) product *= sigma;
  if (product >= LEAST[dtype]) return [];
  const size = sigma.toExponential(1);
  const message = `layer ${layer}: standard deviations of at most ${size}, whose powers ${dtype} does not hold: scale the weights`;
  return [{ code: "underflow", message, layer, serious: true }];
}
