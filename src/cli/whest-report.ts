import type { Judged } from "../whest/judge.ts";
import type { Summary } from "../whest/summary.ts";
import { duration, scientific, withPrefix } from "./numbers.ts";
import { print, table } from "./output.ts";
import { printWarnings, type Remark } from "./report.ts";
import type { ScoredRow, Scores } from "./whest.ts";
import type { Shards } from "./whest-files.ts";

/** Networks that are listed one by one. */
const LISTED = 20;

/** What was scored, each network's final-layer MSE, the averages, and doubts. */
export function printScores(shards: Shards, { estimators, rows }: Scores): void {
  print(`${heading(shards, rows)}\n`);
  const names = estimators.map(({ estimator }) => estimator);
  print(table([["final-layer MSE of", ...names], ...rows.slice(0, LISTED).map(networkCells)]));
  if (rows.length > LISTED) print(`… ${rows.length - LISTED} more (all with --json)`);
  const head = ["on average", "FLOP", "time", "final-layer MSE", "all layers", "×", "adjusted"];
  print(`\n${table([head, ...estimators.map(averageCells)])}`);
  printWarnings(rows.flatMap(doubts));
}

/** "split mini, 1 of 7 files" and "2 networks, 1024 → 1024 relu ×16, budget 2.2 TFLOP". */
function heading({ split, complete, shards }: Shards, rows: readonly ScoredRow[]): string {
  const files = complete === null ? "" : `split ${split}, ${shards.length} of ${plural(complete, "file")}\n`;
  const [{ network, budget }] = rows as [ScoredRow];
  const others = rows.some((row) => row.network !== network) ? " and others" : "";
  const allowed =
    budget === null ? "no budget: give one to adjust scores" : `budget ${withPrefix(budget, "FLOP")}`;
  return `${files}${plural(rows.length, "network")}, ${network}${others}, ${allowed}`;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function networkCells({ row, name, results }: ScoredRow): string[] {
  return [name === null ? String(row) : `${row} ${name}`, ...results.map(cell)];
}

function cell({ finalLayerMse, failure, unreliable }: Judged): string {
  if (failure !== null) return "failed";
  return `${unreliable ? "unreliable " : ""}${mse(finalLayerMse)}`;
}

function averageCells(summary: Summary): string[] {
  const { estimator, flops, seconds, finalLayerMse, allLayersMse, multiplier, adjusted } = summary;
  return [
    estimator,
    orDash(flops, (value) => withPrefix(value)),
    orDash(seconds, duration),
    mse(finalLayerMse),
    orDash(allLayersMse, mse),
    orDash(multiplier, (value) => value.toFixed(3)),
    orDash(adjusted, mse),
  ];
}

function mse(value: number): string {
  return scientific(value, 2);
}

function orDash(value: number | null, text: (value: number) => string): string {
  return value === null ? "–" : text(value);
}

/** What is wrong with each estimate of a network. */
function doubts({ row, results }: ScoredRow): Remark[] {
  return results.flatMap(({ estimator, failure, overBudget, warnings }) => {
    const remark = (code: string, text: string) => ({ code, message: `row ${row}, ${estimator}: ${text}` });
    const serious = warnings.filter((warning) => warning.serious);
    return [
      ...(failure === null ? [] : [remark("failed", `${failure}; scored as zeros`)]),
      ...(overBudget ? [remark("over-budget", "over the budget; adjusted as zeros")] : []),
      ...serious.map(({ code, message }) => remark(code, message)),
    ];
  });
}
