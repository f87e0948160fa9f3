import { diverges, meanSquare } from "../differences.ts";
import type { Method } from "../options.ts";
import type { Warning } from "./warning.ts";

/** Mean squares of differences below this fraction of the outputs' own are rounding. */
const ROUNDING = { f32: 1e-12, f64: 1e-24 };

/** Successive orders that come no closer. */
export function divergence(
  differences: readonly number[],
  output: Float64Array,
  { dtype }: Method,
): Warning[] {
  if (!diverges(differences) || differences.at(-1)! < ROUNDING[dtype] * meanSquare(output)) return [];
  const steps = differences.map((x) => Math.sqrt(x).toPrecision(2)).join(", ");
  return [
    {
      code: "orders-diverge",
      message: `successive orders differ by ${steps} (root mean square): no convergence`,
      serious: true,
    },
  ];
}

/** Of the outputs' variance: an estimate so far off is worth twenty samples. */
const LARGE = 0.05;

/** Successive orders that foretell an error as large as of twenty samples. */
export function largeness(expected: number | null, variance: number | null): Warning[] {
  if (expected === null || variance === null || expected < LARGE * variance) return [];
  const vnmse = (expected / variance).toExponential(1);
  return [{ code: "large-error", message: `successive orders foretell a vnMSE of ${vnmse}`, serious: true }];
}
