import { computed, effect, signal, untracked } from "@preact/signals";
import { methodOf } from "../model/methods.ts";
import type { SplitTail } from "../protocol/jobs.ts";
import { Job } from "./job.ts";
import { spec, summary } from "./network.ts";
import { NeuronTails } from "./neuron.ts";
import { entered } from "./race.ts";
import { view } from "./view.ts";
import { runner } from "./workers.ts";

/** The thresholds that can be asked for, in standard deviations above the mean. */
export const GRID = { from: 0, to: 8, steps: 160 };

export const job = new Job();
export const tails = new NeuronTails(GRID);
/** Unbiased checks, at the thresholds where they were asked for. */
export const checks = signal<readonly SplitTail[]>([]);

export const output = computed(() => {
  const outputs = summary.value?.layers.at(-1)?.outputs ?? 1;
  return Math.min(view.value.neuron, outputs - 1);
});

/** Where the threshold stands on the grid. */
export const step = computed(() =>
  Math.round(((view.value.threshold - GRID.from) / (GRID.to - GRID.from)) * GRID.steps),
);

function neuron() {
  return { network: spec.value, layer: summary.value!.layers.length - 1, neuron: output.value };
}

export function find(): Promise<void> {
  checks.value = [];
  const methods = entered.value.map((key) => methodOf(key)!);
  return job.run((watch) => tails.find(neuron(), methods, view.value.samples, watch));
}

/** Evaluations that a check takes about. */
const EVALUATIONS = 200_000;

export function check(): Promise<void> {
  const threshold = tails.sampled.value!.thresholds[step.value]!;
  return job.run(async (watch) => {
    const found = await runner.run("splitting", { ...neuron(), threshold, samples: EVALUATIONS }, watch);
    checks.value = [...checks.value, found];
  });
}

effect(() => {
  spec.value;
  output.value;
  untracked(() => {
    job.cancel();
    tails.clear();
    checks.value = [];
  });
});
