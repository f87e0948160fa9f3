import type { FloatArray } from "./network.ts";

/** Whether both hold the same numbers; not where one is NaN. */
export function isSame(x: FloatArray, y: FloatArray): boolean {
  if (x.length !== y.length) return false;
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  return true;
}
