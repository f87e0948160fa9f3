import type { Row, Table } from "../framework/experiment.ts";
import { grouped } from "../framework/grouped.ts";
import { seriesOf } from "./series.ts";

/** A table with a line for each series and a column for each value that the rows have in one of theirs, rising. */
export function across(
  rows: readonly Row[],
  column: string,
  head: (value: number) => string,
  cell: (rows: readonly Row[]) => string,
): Table {
  const values = [...new Set(rows.map((row) => Number(row[column])))].sort((a, b) => a - b);
  const lines = [...grouped(rows, seriesOf)].map(([series, of]) => {
    const groups = grouped(of, (row) => String(row[column]));
    return [
      series,
      ...values.map((value) => (groups.has(String(value)) ? cell(groups.get(String(value))!) : "")),
    ];
  });
  return [["estimate", ...values.map(head)], ...lines];
}
