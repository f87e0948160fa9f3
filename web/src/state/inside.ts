import { computed, effect, signal, untracked } from "@preact/signals";
import { methodOf } from "../model/methods.ts";
import type { InsideResult, Method, Spectrum } from "../protocol/jobs.ts";
import { Job } from "./job.ts";
import { spec, summary } from "./network.ts";
import { NeuronTails } from "./neuron.ts";
import { expectedSeconds, speed } from "./race.ts";
import { change, view } from "./view.ts";
import { runner } from "./workers.ts";

export const job = new Job();
export const result = signal<InsideResult | null>(null);
export const spectrum = signal<Spectrum | null>(null);
/** Of the chosen neuron: for its density. */
export const tails = new NeuronTails({ from: -4.5, to: 6, steps: 168 });

export const method = computed<Method>(() => methodOf(`${view.value.order}-simple`)!);

/** What is looked at, within the network that there is. From 0. */
export const chosen = computed(() => {
  const layers = summary.value?.layers;
  if (layers === undefined) return { layer: 0, neuron: 0 };
  const layer = Math.min(view.value.layer ?? layers.length - 1, layers.length - 1);
  return { layer, neuron: Math.min(view.value.neuron, layers[layer]!.outputs - 1) };
});

/** Samples that take about that long here, in whole thousands. */
export function samplesWithin(seconds: number): number {
  const each = 2 * (summary.value?.parameters ?? 1);
  const count = ((speed.value?.sampling ?? 1e9) * seconds) / each;
  return 1000 * Math.min(1000, Math.max(2, Math.round(count / 1000)));
}

/** Looks at all layers, then at one neuron. */
export function look(): Promise<void> {
  result.value = null;
  return job.run(async (watch) => {
    const request = { network: spec.value, method: method.value, samples: samplesWithin(1) };
    result.value = await runner.run("inside", request, watch);
    await examine(watch);
  });
}

export function choose(layer: number, neuron: number): Promise<void> {
  change({ layer, neuron });
  return job.run(examine);
}

/** Slower methods are left out of a neuron's density, in seconds. */
const QUICK = 5;

type Watch = Parameters<Parameters<Job["run"]>[0]>[0];

async function examine(watch: Watch): Promise<void> {
  const { layer, neuron } = chosen.value;
  if (spectrum.value?.layer !== layer) {
    spectrum.value = null;
    const found = await runner.run("spectrum", { network: spec.value, layer }, watch);
    spectrum.value = found;
  }
  const orders = [2, 3]
    .map((order) => `${order}-simple`)
    .filter((key) => (expectedSeconds(key) ?? 0) < QUICK);
  const methods = orders.map((key) => methodOf(key)!);
  await tails.find({ network: spec.value, layer, neuron }, methods, samplesWithin(1), watch);
}

effect(() => {
  spec.value;
  untracked(() => {
    job.cancel();
    result.value = null;
    spectrum.value = null;
    tails.clear();
  });
});
