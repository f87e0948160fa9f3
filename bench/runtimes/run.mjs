/**
 * Measures every runtime that is here, one after another, and writes docs/runtimes.svg and the table and the machine in
 * docs/runtimes.md: `node bench/runtimes/run.mjs`. With --quick one round each, printed, nothing written.
 */
import { readFile, writeFile } from "node:fs/promises";
import { cpus, release, type } from "node:os";
import { parseArgs } from "node:util";
import { reportTable } from "../../dist/bench.js";
import { chart } from "./chart.mjs";
import { installRuntimes, RUNTIMES } from "./launch.mjs";

const DOCUMENT = "docs/runtimes.md";
const CHART = "docs/runtimes.svg";

const { quick } = parseArgs({ options: { quick: { type: "boolean", default: false } } }).values;

await installRuntimes();
const reports = [];
for (const { name, measure } of RUNTIMES) {
  process.stderr.write(`${name} …\n`);
  try {
    reports.push(await measure(quick));
  } catch (error) {
    if (error.code !== "ENOENT") throw new Error(`${name} failed`, { cause: error });
    process.stderr.write(`*** SKIPPED: ${error.message} ***\n`);
  }
}
console.log(reportTable(reports, false));
const svg = await chart(reports);
if (!quick) {
  await writeFile(CHART, `${svg}\n`);
  await writeFile(DOCUMENT, between(await readFile(DOCUMENT, "utf8"), measured()));
}

/** What a run writes into the document. */
function measured() {
  const machine = `${cpus().length} × ${cpus()[0].model.trim()}, ${type()} ${release()}`;
  const date = new Date().toISOString().slice(0, 10);
  return `On ${machine}, ${date}:\n\n${reportTable(reports, true)}`;
}

/** The document with what is between its markers replaced. */
function between(document, text) {
  const [start, end] = ["<!-- npm run bench:runtimes -->", "<!-- end -->"];
  const [before, rest] = document.split(start);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${DOCUMENT} lacks ${start} … ${end}`);
  return `${before}${start}\n${text}\n${end}${after}`;
}
