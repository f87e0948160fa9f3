import type { Network } from "../../network/network.ts";
import type { BatchedMoments } from "../../sampling/batches.ts";
import type { Estimate, EstimateOptions } from "../estimate.ts";
import type { ExpectedError } from "../expected-error.ts";
import { finiteResult } from "../finite-result.ts";
import type { Method } from "../options.ts";
import { settled } from "../warnings/few-directions.ts";
import { isUnreliable } from "../warnings/warning.ts";
import { resample } from "./bounds.ts";
import { type Judgement, judge } from "./certificate.ts";
import { type Combination, combined } from "./combine.ts";
import type { Core } from "./core.ts";
import { expectedMse } from "./expect.ts";
import { multipliers } from "./multipliers.ts";
import { type CombinationName, verifyingSettings } from "./options.ts";
import { refutations } from "./refute.ts";
import { scatterOf } from "./scatter.ts";

/** What samples say of an estimate, and what they cost. */
export interface Certificate extends Judgement {
  readonly samples: number;
  readonly seed: number | bigint;
  /** E[output] by these samples alone, and the standard error of each mean. */
  readonly sampled: { readonly mean: Float64Array; readonly standardError: Float64Array };
  readonly flops: number;
  readonly threads: number;
  readonly seconds: number;
}

type Cost = Pick<Certificate, "samples" | "seed" | "flops" | "threads" | "seconds">;

/** A vnMSE that is surely below this settles doubts whether an estimate is far off. */
const SETTLING = 0.01;

/** An estimate, what samples say of it, and the two combined as asked; network and options are checked. */
export async function verified(
  network: Network,
  options: EstimateOptions,
  method: Method,
  core: Core,
): Promise<Estimate> {
  const settings = verifyingSettings(options, method);
  const watch = progress(options, flopsOf(network, settings.samples));
  const { verify: _v, combine, seed = 0, ...alone } = options;
  const { estimate } = await core.estimateAlone(network, { ...alone, onProgress: watch.estimated });
  const sampling = { ...options, samples: settings.samples, onProgress: watch.sampled };
  const { results: batched, ...found } = await core.evaluateAll("batches", network, settings, sampling);
  const { engine = core.defaultEngine() } = options;
  const normals = await engine.withKernels("strict", async (kernels) => multipliers(kernels, settings.seed));
  const { judgement, ...rest } = weighed(estimate, batched, normals, combine);
  const warnings = [
    ...(judgement.upper !== null && judgement.upper < SETTLING
      ? settled(estimate.warnings)
      : estimate.warnings),
    ...refutations(judgement, estimate.expectedError, settings.samples),
  ];
  return finiteResult({
    ...estimate,
    expectedError: relativeTo(judgement.variance, estimate.expectedError),
    certificate: certificate(judgement, batched, { ...found, seed }),
    ...rest,
    unreliable: isUnreliable(warnings),
    warnings,
  });
}

/**
 * What samples say of an estimate, and both combined as asked.
 *
 * @param normals as `resample` takes them
 */
export function weighed(
  { output: { mean }, expectedError }: Pick<Estimate, "output" | "expectedError">,
  batched: BatchedMoments,
  normals: Float64Array,
  how?: CombinationName,
): { readonly judgement: Judgement; readonly combined?: Combination } {
  const scatter = scatterOf(batched);
  const judgement = judge(mean, batched, scatter, resample(scatter, normals));
  if (how === undefined) return { judgement };
  return {
    judgement,
    combined: combined(how, mean, batched, scatter, expectedMse(expectedError, judgement)),
  };
}

function relativeTo(variance: number, expected: ExpectedError | null): ExpectedError | null {
  return expected && { ...expected, vnmse: variance > 0 ? expected.mse / variance : null };
}

export function certificate(judgement: Judgement, { output }: BatchedMoments, found: Cost): Certificate {
  const { samples, seed, flops, threads, seconds } = found;
  const sampled = { mean: output.mean, standardError: output.standardError };
  return { samples, seed, ...judgement, sampled, flops, threads, seconds };
}

/** Of sampling's matrix products, for its share of the progress. */
function flopsOf({ layers }: Network, samples: number): number {
  return layers.reduce((flops, { weight }) => flops + 2 * samples * weight.rows * weight.columns, 0);
}

/** Reports both parts' progress as one, in FLOPs. */
function progress({ onProgress, verify }: EstimateOptions, sampling: number) {
  let estimating = 0;
  const report = (done: number) => onProgress?.({ done, total: estimating + sampling });
  return {
    estimated: ({ done, total }: { done: number; total: number }) => {
      estimating = total;
      report(done);
    },
    sampled: ({ done }: { done: number }) => report(estimating + (done / verify!) * sampling),
  };
}
