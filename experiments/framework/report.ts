import { readFile } from "node:fs/promises";
import { table } from "../../bench/table.ts";
import type { Experiment, Row, Table } from "./experiment.ts";
import { toSvg } from "./svg.ts";
import { writeWhole } from "./write-whole.ts";

/** Where an experiment's figures go, and the document whose tables are rewritten; null: they are only printed. */
export interface Destination {
  readonly figures: string;
  readonly document: string | null;
}

/** Draws an experiment's figures and prints its tables, from its rows alone. */
export async function report(
  name: string,
  { figures, tables }: Experiment,
  rows: readonly Row[],
  destination: Destination,
): Promise<void> {
  for (const [figure, spec] of Object.entries(figures(rows))) {
    await writeWhole(`${destination.figures}/${name}-${figure}.svg`, `${await toSvg(spec)}\n`);
  }
  const made = Object.entries(tables(rows));
  for (const [title, lines] of made) console.log(`\n${name}: ${title}\n${table(lines, false)}`);
  const { document } = destination;
  if (document === null) return;
  const filled = made.reduce(
    (text, [title, lines]) => between(text, name, title, lines),
    await readFile(document, "utf8"),
  );
  await writeWhole(document, filled);
}

/** The document with what is between a table's markers replaced. */
function between(document: string, name: string, title: string, lines: Table): string {
  const [start, end] = [`<!-- npm run experiment -- ${name}: ${title} -->`, "<!-- end -->"];
  const [before, rest] = document.split(start);
  const after = rest?.slice(rest.indexOf(end));
  if (!after?.startsWith(end)) throw new Error(`the document lacks ${start} … ${end}`);
  return `${before}${start}\n${table(lines, true)}\n${after}`;
}
