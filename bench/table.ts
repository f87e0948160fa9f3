import type { Row } from "./row.ts";

/** Cells of a table, the first of each line its name; in Markdown, or in columns for the eye. */
export function table(lines: readonly (readonly string[])[], markdown: boolean): string {
  return markdown ? inMarkdown(lines) : inColumns(lines);
}

function inMarkdown([head, ...body]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head!), `|${head!.map(() => "---").join("|")}|`, ...body.map(line)].join("\n");
}

function inColumns(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]! + 2);
  return lines.map((cells) => cells.map(pad).join("").trimEnd()).join("\n");
}

export function rowTable(rows: readonly Row[], markdown: boolean): string {
  const head = ["", "ms", "quartiles", "GFLOP/s", "of limit", "of gemm", "also"];
  return table([head, ...rows.map(cells)], markdown);
}

function cells({ name, milliseconds, spread, gflops, ofLimit, ofGemm, rate, against }: Row): string[] {
  const percent = (x: number | null) => (x === null ? "" : `${(100 * x).toFixed(0)}%`);
  const also = [rate && rateText(rate), against && `${against.times.toFixed(1)}× ${against.name}`];
  return [
    name,
    digits(milliseconds),
    spread.map(digits).join("–"),
    gflops === null ? "" : gflops.toFixed(1),
    percent(ofLimit),
    percent(ofGemm),
    also.filter(Boolean).join(", "),
  ];
}

/** Three digits, or all before the point. */
export function digits(x: number): string {
  return x >= 100 ? x.toFixed(0) : x.toPrecision(3);
}

/** "412 M normals/s" */
function rateText({ perSecond, unit }: NonNullable<Row["rate"]>): string {
  const [factor, prefix] = perSecond >= 1e9 ? [1e9, "G"] : perSecond >= 1e6 ? [1e6, "M"] : [1e3, "k"];
  return `${digits(perSecond / factor)} ${prefix}${unit === "B" ? "" : " "}${unit}/s`;
}
