import type { PlannedSource } from "./activation.ts";
import { stepPower } from "./step.ts";

/**
 * Whether w(k, p) is zero whatever the data: a derivative of a polynomial's p-th power beyond its degree, or of a step's
 * where that is constant.
 */
export function vanishes(activation: PlannedSource, k: number, p: number): boolean {
  if (activation.family === "polynomial") return k > p * (activation.coefficients.length - 1);
  if (activation.family !== "step" || k === 0) return false;
  const { below, above } = stepPower(activation, p);
  return below === above;
}
