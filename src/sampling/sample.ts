import type { Dtype } from "../backend/dtype.ts";
import { compiledKernels } from "../backend/kernels.ts";
import type { Precision } from "../backend/precision.ts";
import { defaultEngine } from "../engine/default.ts";
import type { Engine } from "../engine/engine.ts";
import type { Network } from "../network/network.ts";
import { availableThreads, LEAST_SHARED } from "../threads/available.ts";
import type { BatchedMoments } from "./batches.ts";
import { bestVariance } from "./best-variance.ts";
import { core } from "./core.ts";
import { drawing } from "./drawing.ts";
import type { Evaluation } from "./evaluator.ts";
import { factorOf } from "./factor-of.ts";
import { sampleFlops } from "./flops.ts";
import type { Moments } from "./moments.ts";
import { parseSampleOptions, type SampleOptions, type SampleSettings } from "./options.ts";
import { hasOwnFunction, sampledNetwork } from "./sampled-network.ts";
import type { Variance } from "./variance.ts";

/** What `sample` found. */
export interface SampleResult {
  readonly samples: number;
  readonly seed: number | bigint;
  readonly variance: Variance;
  readonly antithetic: boolean;
  readonly dtype: Dtype;
  /** What was used: "strict" too where the runtime lacks what "relaxed" needs. */
  readonly precision: Precision;
  /** Moments of what the last layer gives. */
  readonly output: Moments;
  /** With `layers`: moments of what every layer gives after its activation, the output last. */
  readonly layers?: readonly Moments[];
  /** Operations as performed; see `sampleFlops` for what counts. */
  readonly flops: number;
  /** How many threads computed. */
  readonly threads: number;
  readonly seconds: number;
}

/**
 * Monte Carlo: runs the network on random inputs and gives mean, variance and the mean's standard error for
 * each output neuron. The same options give the same bits in every runtime and with any number of threads, unless
 * `precision` is "relaxed". Inputs are drawn by Philox4x32-10 and Box–Muller, or with `variance: "sobol"` are scrambled
 * Sobol points.
 *
 * @throws KpropError `bad-option`, `bad-network`, `bad-input` (the input does not fit or its covariance is
 * none), `too-large`, `not-finite` (a layer overflowed), `thread-died`, `disposed`; the signal's reason when aborted
 */
export async function sample(network: Network, options: SampleOptions): Promise<SampleResult> {
  const settings = parseSampleOptions(network, options, bestVariance);
  const { results, ...found } = await evaluateAll("moments", network, settings, options);
  return { ...found, output: results.at(-1)!, ...(settings.layers ? { layers: results } : {}) };
}

/** What evaluations may give: moments of the tracked layers, or what the network gives, draw by draw or in batches. */
export interface Gathered {
  readonly moments: readonly Moments[];
  /** Element (draw, output) at `draw · outputs + output`. */
  readonly outputs: Float64Array;
  readonly batches: BatchedMoments;
  /** The same of as many samples as are drawn until the signal aborts, if these are not too few. */
  readonly batchesInTime: BatchedMoments;
}

/** Evaluates a network on all samples, here or by threads. */
export async function evaluateAll<W extends keyof Gathered>(
  what: W,
  network: Network,
  settings: SampleSettings,
  options: SampleOptions,
) {
  const { samples, variance, dtype, input } = settings;
  const antithetic = variance === "antithetic";
  const start = performance.now();
  const factor = await factorOf(input, options);
  const inputs = network.layers[0]!.weight.columns;
  const drawn = drawing(input, inputs, factor);
  const sampled = sampleFlops(network, drawn, samples, antithetic);
  const { precision } = await compiledKernels(settings.precision);
  const { engine = defaultEngine() } = options;
  const plain = { network: sampledNetwork(network), settings, factor };
  const { evaluation, flops: more } =
    variance === "plain" || antithetic
      ? { evaluation: plain, flops: 0 }
      : await (await import("./prepare.ts")).prepared(plain, drawn.normals, engine, options, core());
  const flops = sampled + more;
  const { threads, results } = await run(what, evaluation, flops, engine, options);
  options.onProgress?.({ done: samples, total: samples });
  return {
    ...{ samples, seed: options.seed ?? 0, variance, antithetic, dtype, precision, results, flops, threads },
    seconds: (performance.now() - start) / 1000,
  };
}

/** Work of one thread at a time, in FLOPs. */
const PORTION = 2 ** 28;

async function run<W extends keyof Gathered>(
  what: W,
  evaluation: Evaluation,
  flops: number,
  engine: Engine,
  options: SampleOptions,
): Promise<{ threads: number; results: Gathered[W] }> {
  const { threads = availableThreads() } = options;
  if (threads > 1 && flops >= LEAST_SHARED && !hasOwnFunction(evaluation.network)) {
    const portion = (PORTION / flops) * evaluation.settings.samples;
    const { shared } = await import("./sample-shared.ts");
    const results = await shared[what](engine, evaluation, { ...options, threads, portion });
    if (results !== null) return { threads, results };
  }
  const { here } = await import("./sample-here.ts");
  return { threads: 1, results: await here[what](engine, evaluation, options) };
}
