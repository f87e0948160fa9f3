import { meanSquare } from "../differences.ts";
import type { Method } from "../options.ts";
import type { Warning } from "./warning.ts";

/**
 * The mean square of f32 rounding in an estimate, as a fraction of the outputs' mean square: the largest of
 * `npm run bench:dtype`, but for one network on the verge of being unreliable (docs/dtype.md).
 */
const F32_ROUNDING = 3e-13;

/** An f32 result whose rounding may be as large as the estimator's own error. */
export function rounding(output: Float64Array, expected: number | null, { dtype }: Method): Warning[] {
  if (dtype !== "f32" || expected === null) return [];
  if (10 * F32_ROUNDING * meanSquare(output) < expected) return [];
  return [
    {
      code: "f32-rounding",
      message: "f32 rounding may be as large as the estimate's own error: use f64",
      serious: false,
    },
  ];
}
