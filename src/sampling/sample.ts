import type { Dtype } from "../backend/dtype.ts";
import { paced } from "../backend/pace.ts";
import type { Network } from "../network/network.ts";
import { sampleFlops } from "./flops.ts";
import type { Moments } from "./moments.ts";
import { parseSampleOptions, type SampleOptions } from "./options.ts";
import { Sampler } from "./sampler.ts";

/** What `sample` found. */
export interface SampleResult {
  readonly samples: number;
  readonly seed: number | bigint;
  readonly antithetic: boolean;
  readonly dtype: Dtype;
  /** Moments of what the last layer gives. */
  readonly output: Moments;
  /** With `layers`: moments of what every layer gives after its activation, the output last. */
  readonly layers?: readonly Moments[];
  /** Operations as performed; see `sampleFlops` for what counts. */
  readonly flops: number;
  readonly seconds: number;
}

/**
 * Monte Carlo: runs the network on random inputs and gives mean, variance and the mean's standard error for
 * each output neuron. The same options give the same bits in every runtime; the first samples of a longer run
 * are those of a shorter one. Inputs are drawn by Philox4x32-10 and Box–Muller.
 *
 * @throws KpropError `bad-option`, `bad-network`, `bad-input` (the input does not fit or its covariance is
 * none), `too-large`, `not-finite` (a layer overflowed); the signal's reason when aborted
 */
export async function sample(network: Network, options: SampleOptions): Promise<SampleResult> {
  const settings = parseSampleOptions(network, options);
  const { samples, antithetic, dtype, layers } = settings;
  const { signal, onProgress } = options;
  const start = performance.now();
  const sampler = await Sampler.create(network, settings, { signal });
  const onPause = onProgress && (() => onProgress({ done: sampler.done, total: samples }));
  const moments = await paced(run(sampler, samples), { signal, onPause });
  onProgress?.({ done: samples, total: samples });
  return {
    samples,
    seed: options.seed ?? 0,
    antithetic,
    dtype,
    output: moments.at(-1)!,
    ...(layers ? { layers: moments } : {}),
    flops: sampleFlops(network, sampler.source, samples, antithetic),
    seconds: (performance.now() - start) / 1000,
  };
}

function* run(sampler: Sampler, samples: number): Generator<void, Moments[]> {
  yield* sampler.advance(samples);
  return yield* sampler.moments();
}
