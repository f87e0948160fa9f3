import type { Network } from "../../src/network/network.ts";
import { drawing } from "../../src/sampling/drawing.ts";
import { sampleFlops } from "../../src/sampling/flops.ts";
import type { Point, Row, Watch } from "../framework/experiment.ts";
import { timedBesideSampling } from "./beside.ts";
import type { Candidate } from "./candidate.ts";
import { timingCost } from "./cost.ts";
import { judge } from "./judge.ts";
import { rounded } from "./rounded.ts";
import type { Subject } from "./subject.ts";
import { truthGroundwork, truthOf } from "./truth.ts";

/** A point for each way to estimate a network's means, judged by a truth of so many samples. */
export function judgedPoints(
  subject: Subject,
  candidates: readonly Candidate[],
  truthSamples: number,
): Point[] {
  const groundwork = truthGroundwork(subject, truthSamples);
  return candidates.map((candidate) => ({
    name: `${subject.name}, ${candidate.name}`,
    groundwork,
    cost: async () => timingCost(candidate.flops(await subject.load())),
    run: async (watch) => [await judged(subject, candidate, truthSamples, watch)],
  }));
}

async function judged(
  subject: Subject,
  candidate: Candidate,
  truthSamples: number,
  { signal }: Watch,
): Promise<Row> {
  const network = await subject.load();
  const truth = await truthOf(subject, truthSamples);
  const run = () => candidate.run(network, signal);
  const { result, seconds, samplesMeanwhile } = await timedBesideSampling(network, signal, run);
  const { order, kind, form, dtype, threads, flops, unreliable } = result;
  const { mse, vnmse, noise } = judge(truth, result.output.mean);
  return {
    ...subject.facts,
    ...{ order, kind, form, dtype, threads, flops },
    seconds: rounded(seconds, 4),
    samples_meanwhile: rounded(samplesMeanwhile, 4),
    samples_for_flops: rounded(flops / flopsPerSample(network), 4),
    mse: rounded(mse, 6),
    vnmse: rounded(vnmse, 6),
    noise: rounded(noise, 4),
    unreliable: unreliable ? 1 : 0,
    truth_samples: truth.samples,
  };
}

function flopsPerSample(network: Network): number {
  return sampleFlops(network, drawing(network.input, network.layers[0]!.weight.columns, null), 1, false);
}
