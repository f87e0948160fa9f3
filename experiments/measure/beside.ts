import { median } from "../../bench/statistics.ts";
import { sample } from "../../src/index.ts";
import type { Network } from "../../src/network/network.ts";
import { widths } from "../../src/network/network.ts";
import { LONG } from "./cost.ts";

/** What a run of something took, and sampling beside it. */
export interface Timed<T> {
  readonly result: T;
  readonly seconds: number;
  /** How many samples would have been drawn in that time: medians of ratios within one round. */
  readonly samplesMeanwhile: number;
}

/** For how long runs are repeated, in seconds, and how many times at least and at most. */
const TIMING = 0.1;
const ROUNDS = { least: 3, most: 9 };

/** FLOPs of sampling between two runs: some 15 ms on each thread. */
const SLICE = 2 ** 28;
/** What a neuron costs a sample beside the products, in FLOPs. */
const PER_NEURON = 300;

/** Times something in turns with sampling on as many threads as it used. */
export async function timedBesideSampling<T extends { readonly seconds: number; readonly threads: number }>(
  network: Network,
  signal: AbortSignal,
  run: () => Promise<T>,
): Promise<Timed<T>> {
  const first = await run();
  const { threads } = first;
  const samples = sliceOf(network, threads);
  const plain = { samples, variance: "plain", seed: 1, threads, signal } as const;
  const slice = async () => (await sample(network, plain)).seconds / samples;
  await slice();
  if (first.seconds > LONG) return timed(first, [first.seconds], [await slice()]);
  const [times, perSample] = [[] as number[], [] as number[]];
  let spent = 0;
  while (times.length < ROUNDS.least || (spent < TIMING && times.length < ROUNDS.most)) {
    perSample.push(await slice());
    times.push((await run()).seconds);
    spent += times.at(-1)!;
  }
  return timed(first, times, perSample);
}

function timed<T>(result: T, times: readonly number[], perSample: readonly number[]): Timed<T> {
  const samplesMeanwhile = median(times.map((seconds, round) => seconds / perSample[round]!));
  return { result, seconds: median(times), samplesMeanwhile };
}

function sliceOf(network: Network, threads: number): number {
  const layers = widths(network);
  const each = layers.reduce((sum, n, l) => sum + n * (PER_NEURON + 2 * (layers[l + 1] ?? 0)), 0);
  return Math.ceil((threads * SLICE) / each);
}
