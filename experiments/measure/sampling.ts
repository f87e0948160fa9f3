import { median } from "../../bench/statistics.ts";
import { sample } from "../../src/index.ts";
import type { Point, Row, Watch } from "../framework/experiment.ts";
import { LONG, samplingCost } from "./cost.ts";
import { judge } from "./judge.ts";
import { rounded } from "./rounded.ts";
import type { Subject } from "./subject.ts";
import { truthGroundwork, truthOf } from "./truth.ts";

/** Far from the seeds of the truth. */
const SEED = 2 ** 40;
/** Runs whose median is the time, after one that does not count unless it was long. */
const RUNS = 5;

/** A point for each number of plain samples drawn of a network, judged like an estimate. */
export function samplingPoints(subject: Subject, counts: readonly number[], truthSamples: number): Point[] {
  const groundwork = truthGroundwork(subject, truthSamples);
  return counts.map((samples) => ({
    name: `${subject.name}, ${samples} samples`,
    groundwork,
    cost: async () => costOf(samplingCost(subject.size, samples)),
    run: async (watch) => [await measured(subject, samples, truthSamples, watch)],
  }));
}

function costOf(seconds: number): number {
  return seconds > LONG ? seconds : (1 + RUNS) * seconds;
}

async function measured(
  subject: Subject,
  samples: number,
  truthSamples: number,
  { signal }: Watch,
): Promise<Row> {
  const network = await subject.load();
  const truth = await truthOf(subject, truthSamples);
  const run = () => sample(network, { samples, variance: "plain", seed: SEED + samples, signal });
  const { output, dtype, threads, flops, seconds } = await run();
  const times = seconds > LONG ? [seconds] : [];
  while (seconds <= LONG && times.length < RUNS) times.push((await run()).seconds);
  const { mse, vnmse, noise } = judge(truth, output.mean);
  return {
    ...subject.facts,
    ...{ kind: "sampling", dtype, threads, flops },
    seconds: rounded(median(times), 4),
    samples_meanwhile: samples,
    samples_for_flops: samples,
    mse: rounded(mse, 6),
    vnmse: rounded(vnmse, 6),
    noise: rounded(noise, 4),
    truth_samples: truth.samples,
  };
}
