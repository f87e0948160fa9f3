import type { Method } from "../options.ts";
import type { Warning } from "./warning.ts";

/** An input's covariance that is computed with in place of one that is none. */
export function adjusted({ input }: Method): Warning[] {
  const change = input?.covariance?.changed ?? 0;
  if (change === 0) return [];
  const what = `entries by up to ${change.toExponential(1)} of the largest variance`;
  const message = `the input's covariance is not symmetric or not positive semidefinite: changed ${what}`;
  return [{ code: "adjusted-covariance", message, serious: false }];
}
