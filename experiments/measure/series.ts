import type { Row } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";

/** What a row's curve is called: "order 3 simple". */
export function seriesOf({ order, kind }: Row): string {
  return `order ${order} ${kind}`;
}

/** What `of` gives for the rows of each series that agree in a column, such as all networks of one width. */
export function eachGroup<T>(
  rows: readonly Row[],
  column: string,
  of: (series: string, value: number, rows: readonly Row[]) => T,
): T[] {
  return [...grouped(rows, seriesOf)].flatMap(([series, some]) =>
    [...grouped(some, (row) => String(row[column]))].map(([value, group]) =>
      of(series, Number(value), group),
    ),
  );
}
