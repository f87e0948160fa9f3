import type { TopLevelSpec } from "vega-lite";

/** A line of results. Facts of the machine's speed aside, the same whenever it is computed. */
export type Row = Readonly<Record<string, string | number | null>>;

/** What long work is told: when to stop, and where to report what part of it is done. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (part: number) => void;
}

/** Work that has an end known beforehand. */
export interface Work {
  /** What it is, in a few words. */
  readonly name: string;
  /** About how many seconds it takes on a core or two, from its FLOPs; only relative to other work's does it matter. */
  readonly cost: () => Promise<number>;
}

/** What several points need, such as a network's truth; kept where the next run finds it. */
export interface Groundwork extends Work {
  readonly ensure: (watch: Watch) => Promise<void>;
}

/** A small unit of work: a killed run loses no more than one. `name` is unique within its experiment. */
export interface Point extends Work {
  readonly groundwork?: Groundwork;
  /** At least one row. */
  readonly run: (watch: Watch) => Promise<readonly Row[]>;
}

/** Cells of a table, the head first. */
export type Table = readonly (readonly string[])[];

/** A file of experiments/named exports one as its default. */
export interface Experiment {
  /** What is asked, in a line. */
  readonly question: string;
  /** The document that its tables and figures belong to; default docs/results.md. */
  readonly document?: string;
  /** All points, in the order in which they run; the quick form takes seconds. */
  readonly points: (quick: boolean) => Promise<readonly Point[]>;
  /** Figures by the name that their file gets after the experiment's. */
  readonly figures: (rows: readonly Row[]) => Readonly<Record<string, TopLevelSpec>>;
  /** Tables by the name that the document has in its marker. */
  readonly tables: (rows: readonly Row[]) => Readonly<Record<string, Table>>;
}
