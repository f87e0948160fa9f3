import { readdir } from "node:fs/promises";
import type { Experiment } from "./framework/experiment.ts";

/** Names of all experiments: the files of experiments/named. */
export async function experimentNames(): Promise<string[]> {
  const files = await readdir("experiments/named");
  return files.map((file) => file.replace(/\.ts$/, "")).sort();
}

export async function loadExperiment(name: string): Promise<Experiment> {
  return (await import(`./named/${name}.ts`)).default;
}
