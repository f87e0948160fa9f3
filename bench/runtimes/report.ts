import { DTYPES, type Dtype } from "../../src/backend/dtype.ts";
import type { Row } from "../row.ts";
import { digits, table } from "../table.ts";
import type { Runtime } from "./runtime.ts";

/** What was measured in one runtime. */
export interface Report extends Runtime {
  /** The version of kprop. */
  readonly kprop: string;
  readonly rows: readonly Row[];
}

/** A column for each runtime: the limit's rate, then each row's time and how near it comes to that limit. */
export function reportTable(reports: readonly Report[], markdown: boolean): string {
  return table(reportLines(reports), markdown);
}

/** The cells of that table, line by line. */
export function reportLines(reports: readonly Report[]): string[][] {
  return [
    ["", ...reports.map(({ runtime, version }) => `${runtime} ${version}`)],
    ["engine", ...reports.map(({ engine }) => engine)],
    ...DTYPES.flatMap((dtype) => dtypeLines(reports, dtype)),
  ];
}

function dtypeLines(reports: readonly Report[], dtype: Dtype): string[][] {
  const names = reports[0]!.rows
    .filter((row) => row.dtype === dtype && !isLimit(row))
    .map(({ name }) => name);
  return [
    [`limit ${dtype}`, ...reports.map(({ rows }) => `${limitRate(rows, dtype).toFixed(1)} GFLOP/s`)],
    ...names.map((name) => [
      name,
      ...reports.map(({ rows }) => timeCell(rows.find((row) => row.name === name)!)),
    ]),
  ];
}

/** GFLOP/s of the fastest tile. */
function limitRate(rows: readonly Row[], dtype: Dtype): number {
  return Math.max(...rows.filter((row) => row.dtype === dtype && isLimit(row)).map(({ gflops }) => gflops!));
}

/** "1.32 ms, 89%" */
function timeCell({ milliseconds, ofLimit }: Row): string {
  return `${digits(milliseconds)} ms, ${(100 * ofLimit!).toFixed(0)}%`;
}

function isLimit({ name }: Row): boolean {
  return name.startsWith("limit");
}
