import { Arena } from "../backend/arena.ts";
import { paced } from "../backend/pace.ts";
import type { Engine } from "../engine/engine.ts";
import { BatchSums } from "./batches.ts";
import { type Evaluation, Evaluator } from "./evaluator.ts";
import { samplingKernels } from "./kernels.ts";
import type { Moments } from "./moments.ts";
import type { SampleOptions } from "./options.ts";
import { collected, type Sink, taken } from "./outputs.ts";
import type { Gathered } from "./sample.ts";
import { Sampler } from "./sampler.ts";

type Here<T> = (engine: Engine, evaluation: Evaluation, options: SampleOptions) => Promise<T>;

/** Samples on this thread alone. */
export const here: { readonly [W in keyof Gathered]: Here<Gathered[W]> } = {
  moments: (engine, evaluation, { signal, onProgress }) => {
    const { samples, precision } = evaluation.settings;
    return engine.withKernels(precision, (instance) => {
      const sampler = new Sampler(instance, evaluation);
      const onPause = onProgress && (() => onProgress({ done: sampler.done, total: samples }));
      return paced(advance(sampler, samples), { signal, onPause });
    });
  },
  outputs: (engine, evaluation, watch) => streamed(engine, evaluation, watch, collected(evaluation)),
  batches: (engine, evaluation, watch) => streamed(engine, evaluation, watch, new BatchSums(evaluation)),
  batchesInTime: (engine, evaluation, watch) =>
    streamed(engine, evaluation, watch, new BatchSums(evaluation, true)),
};

/** Hands what the network gives to `sink`. */
function streamed<T>(
  engine: Engine,
  evaluation: Evaluation,
  { signal, onProgress }: SampleOptions,
  sink: Sink<T>,
): Promise<T> {
  const { samples, precision, dtype } = evaluation.settings;
  return engine.withKernels(precision, async (instance) => {
    const evaluator = new Evaluator(new Arena(instance), samplingKernels(instance, dtype), evaluation);
    let done = 0;
    const work = evaluator.outputs(0, samples, (values, draws) => {
      sink.take(values);
      done += draws;
    });
    const onPause = onProgress && (() => onProgress({ done, total: samples }));
    await taken(paced(work, { signal, onPause }), sink, signal);
    return sink.result();
  });
}

function* advance(sampler: Sampler, samples: number): Generator<void, Moments[]> {
  yield* sampler.advance(samples);
  return yield* sampler.moments();
}
