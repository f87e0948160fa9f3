/** A network as the page names it: enough to make it again in any worker. */
export type NetworkSpec = RandomSpec | FileSpec;

export interface RandomSpec {
  readonly source: "random";
  readonly width: number;
  readonly depth: number;
  readonly activation: string;
  readonly initialisation: Initialisation;
  readonly seed: number;
}

export type Initialisation = "he" | "critical";

export interface FileSpec {
  readonly source: "file";
  readonly file: File;
  /** Of a parquet file, from 0. */
  readonly row: number;
  /** For every layer but the last, in place of what the file says; null: as it says. Not for parquet. */
  readonly activation: string | null;
}

/** What was read or drawn. */
export interface NetworkSummary {
  readonly layers: readonly LayerSummary[];
  /** What the reader had to decide. */
  readonly notes: readonly string[];
  /** Whether the activation can be chosen, and a row. */
  readonly format: "random" | "weights" | "parquet";
  /** A row's name, where the file has one. */
  readonly name: string | null;
  /** Output means that the file records. */
  readonly truth: Float64Array | null;
  readonly parameters: number;
}

export interface LayerSummary {
  readonly inputs: number;
  readonly outputs: number;
  /** null: a linear output map. */
  readonly activation: string | null;
  readonly bias: boolean;
}
