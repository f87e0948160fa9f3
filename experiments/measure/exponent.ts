import type { Row } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { type Slope, slope } from "./slope.ts";
import { summarise } from "./summary.ts";

/** How the mean vnMSE of one method's rows goes with a column, from a value of it on, where the truth resolves it. */
export function exponentOf(rows: readonly Row[], column: string, from: number): Slope | null {
  const groups = [...grouped(rows, (row) => String(row[column]))];
  const points = groups
    .map(([value, group]) => ({ x: Number(value), ...summarise(group) }))
    .filter(({ x, unresolved }) => x >= from && !unresolved);
  return slope(points.map(({ x, vnmse }) => ({ x, y: vnmse })));
}
