import { rm } from "node:fs/promises";
import { KpropError } from "../src/errors.ts";
import { loadExperiment } from "./catalogue.ts";
import { type Destination, report } from "./framework/report.ts";
import { Results } from "./framework/results.ts";
import { runPoints } from "./framework/run-points.ts";

/** How to run an experiment. */
export interface Form {
  readonly quick: boolean;
  /** Draw from the rows that there are and compute none. */
  readonly reportOnly: boolean;
}

const FULL = { figures: "docs/results", document: "docs/results.md" } as const;
const QUICK: Destination = { figures: "build/experiments", document: null };

/** Runs what is missing of an experiment, then reports it. */
export async function runExperiment(name: string, form: Form, signal: AbortSignal): Promise<void> {
  const experiment = await loadExperiment(name);
  const points = await experiment.points(form.quick);
  const names = points.map((point) => point.name);
  const path = `${form.quick ? "build/experiments" : "experiments/results"}/${name}.csv`;
  let results = await Results.read(path);
  // A quick form is there to try the code as it is: only one that was interrupted goes on.
  if (form.quick && !form.reportOnly && names.every((point) => results.has(point))) {
    await rm(path, { force: true });
    results = await Results.read(path);
  }
  if (!form.reportOnly) await runPoints(name, points, results, signal);
  const rows = results.rows(names);
  if (rows.length === 0)
    throw new KpropError("bad-option", `${name} has no rows yet; run it without --report`);
  const { document = FULL.document } = experiment;
  await report(name, experiment, rows, form.quick ? QUICK : { ...FULL, document });
}
