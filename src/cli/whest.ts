import type { Estimator, Watch } from "../whest/estimator.ts";
import { type Judged, judge } from "../whest/judge.ts";
import { type KnownRow, knownRows } from "../whest/known-rows.ts";
import { roundOf } from "../whest/rounds.ts";
import { type Summary, summarise } from "../whest/summary.ts";
import { inFile } from "./named-file.ts";
import { networkLine } from "./report.ts";
import { checkRows, type RowRange } from "./row-range.ts";
import type { Shard } from "./whest-files.ts";

/** What became of one network. */
export interface ScoredRow {
  /** Counted from 0 through all files. */
  readonly row: number;
  readonly name: string | null;
  /** "32 → 32 relu ×8" */
  readonly network: string;
  /** In FLOPs; null: none was given, and its shape is that of no round. */
  readonly budget: number | null;
  /** One for each estimator. */
  readonly results: readonly Judged[];
}

export interface Scores {
  /** One for each estimator. */
  readonly estimators: readonly Summary[];
  readonly rows: readonly ScoredRow[];
}

/**
 * Scores every estimator on every row asked for, a row at a time.
 *
 * @param range null: all rows
 * @param budget null: that of the round with networks of the shape, if there is one
 * @throws KpropError `bad-option`: no such rows; and whatever reading and estimating throw
 */
export async function scoreRows(
  shards: readonly Shard[],
  range: RowRange | null,
  estimators: readonly Estimator[],
  budget: number | null,
  watch: Required<Watch>,
): Promise<Scores> {
  const count = shards.reduce((sum, { file }) => sum + file.rows, 0);
  const { first, last } = range ?? { first: 0, last: count - 1 };
  checkRows({ first, last }, count);
  const total = (last - first + 1) * estimators.length;
  const rows: ScoredRow[] = [];
  for await (const { known, row } of rowsOf(shards, first, last + 1)) {
    const { name, network } = known;
    if (rows.length === 0) for (const estimator of estimators) estimator.check(network);
    const allowed = budget ?? roundOf(network)?.budget ?? null;
    const before = rows.length * estimators.length;
    const results: Judged[] = [];
    for (const estimator of estimators) {
      const inner = stretched(watch, before + results.length, total);
      results.push(await judge(estimator, network, known.truth, allowed, inner));
    }
    rows.push({ row, name, network: networkLine(network), budget: allowed, results });
  }
  return { estimators: estimators.map((_, e) => summarise(rows.map(({ results }) => results[e]!))), rows };
}

/** Rows `first` to `end` (excluded), through all files. */
async function* rowsOf(
  shards: readonly Shard[],
  first: number,
  end: number,
): AsyncGenerator<{ readonly known: KnownRow; readonly row: number }> {
  let before = 0;
  for (const { path, file } of shards) {
    const rows = knownRows(file, Math.max(0, first - before), Math.min(file.rows, end - before));
    for (let next = await inFile(path, rows.next()); !next.done; next = await inFile(path, rows.next())) {
      yield { known: next.value, row: before + next.value.row };
    }
    before += file.rows;
  }
}

/** The progress of one estimate among `total`. */
function stretched({ signal, onProgress }: Required<Watch>, before: number, total: number): Watch {
  signal.throwIfAborted();
  onProgress({ done: before, total });
  return { signal, onProgress: ({ done, total: all }) => onProgress({ done: before + done / all, total }) };
}
