import { called } from "./agreement.mjs";
import { median, timesAsFast } from "./rounds.mjs";

const TASKS = {
  drawn: "samples drawn, passed forward and averaged",
  prepared: "passed forward and averaged alone (kprop: drawn as well)",
  estimate: "covariance propagation (order 2 simple)",
};

/** Prints the checks and the table: as text, Markdown or JSON. */
export function print({ machine, rounds, checks, timings }, { json, markdown }) {
  const rows = timings.map((timing) => figures(timing, timings));
  if (json) return console.log(JSON.stringify({ machine, rounds, checks, rows }, null, 2));
  const how = rounds > 1 ? `medians of ${rounds} rounds` : "one round, for a look";
  console.log(`${machine}; ${how}, all rows in turn, ratios within a round\n`);
  const tasks = Object.keys(TASKS).filter((task) => rows.some((row) => row.task === task));
  const sections = [checkSection(checks), ...tasks.map((task) => timeSection(task, rows))];
  for (const section of sections) console.log(`${(markdown ? asMarkdown : asText)(section)}\n`);
}

function figures(timing, timings) {
  const { task, about } = timing.row;
  const { name, version, threads, dtype } = about;
  const rate = median(timing.rates);
  const spread = [Math.min(...timing.rates), Math.max(...timing.rates)];
  const ours = name === "kprop" ? timing : counterpart(timing, timings);
  const ratio = ours === timing ? null : timesAsFast(ours, timing);
  return { task, name, version, threads, dtype, note: noteOf(timing, ours), rate, spread, ratio };
}

/** The row of kprop that a peer's is held against: with as many threads, if there is one, and of its type, if there is. */
function counterpart({ row: { task, about } }, timings) {
  const same = (one) => (one === "estimate") === (task === "estimate");
  const ours = timings.filter(({ row }) => row.about.name === "kprop" && same(row.task));
  const nearness = ({ row }) => 2 * (row.about.threads === about.threads) + (row.about.dtype === about.dtype);
  return ours.reduce((best, one) => (nearness(one) > nearness(best) ? one : best));
}

function noteOf({ row: { task, about }, batch }, ours) {
  const parts = [about.note];
  if (task === "drawn") parts.push(about.draws);
  if (batch) parts.push(`batches of ${batch}`);
  if (ours.row.about.threads < about.threads) parts.push("kprop with 1 thread");
  return parts.join("; ");
}

function checkSection(checks) {
  return {
    head: ["agreement", "largest difference", "allowed", ""],
    left: [0, 3],
    body: checks.map(({ what, who, difference, limit, unit }) => [
      `${what}: ${who}`,
      difference.toExponential(1),
      limit.toExponential(1),
      difference <= limit ? unit : `${unit}; NOT THE SAME`,
    ]),
  };
}

function timeSection(task, rows) {
  const unit = task === "estimate" ? "ms" : "samples/s";
  return {
    head: [TASKS[task], "threads", unit, "kprop is", "note"],
    left: [0, 4],
    body: rows
      .filter((row) => row.task === task)
      .map((row) => [
        `${called({ ...row, threads: 1 })} (${row.version})`,
        `${row.threads}`,
        task === "estimate" ? (1000 / row.rate).toPrecision(3) : `${Number(row.rate.toPrecision(3))}`,
        row.ratio === null ? "" : `${row.ratio.toFixed(2)}× as fast`,
        row.note,
      ]),
  };
}

function asText({ head, left, body }) {
  const lines = [head, ...body];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const cell = (text, column) =>
    left.includes(column) ? text.padEnd(widths[column]) : text.padStart(widths[column]);
  return lines.map((line) => line.map(cell).join("  ").trimEnd()).join("\n");
}

function asMarkdown({ head, body }) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...body.map(line)].join("\n");
}
