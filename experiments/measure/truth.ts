import { readTruth } from "../../src/cli/truth.ts";
import type { Moments } from "../../src/sampling/moments.ts";
import type { Groundwork } from "../framework/experiment.ts";
import { samplingCost } from "./cost.ts";
import type { Subject } from "./subject.ts";
import { CHUNK, TruthCache } from "./truth-cache.ts";

/** Means of a network's outputs with what is uncertain about them. */
export interface Truth extends Moments {
  readonly samples: number;
  /** Independent vectors with the covariance, up to a factor, of the mean's errors: deviations of chunks from their mean. */
  readonly deviations: readonly Float64Array[];
}

/** Sees to it that so many samples of a network are on disk. */
export function truthGroundwork(subject: Subject, samples: number): Groundwork {
  return {
    name: `${samples} samples of ${subject.name}`,
    cost: async () => samplingCost(subject.size, (await TruthCache.open(subject)).missing(samples)),
    ensure: async (watch) => (await TruthCache.open(subject)).extend(samples, watch),
  };
}

/** From samples that are on disk, or for a network with a truth of its own from that, and its errors' shape from these. */
export async function truthOf(subject: Subject, samples: number): Promise<Truth> {
  const merged = mergeChunks((await TruthCache.open(subject)).first(samples));
  if (subject.known === undefined) return merged;
  const { file, samples: drawn } = subject.known;
  return { ...merged, ...(await readTruth(file, await subject.load())), samples: drawn };
}

/** Chunks of equal size as one; variances and squared standard errors are means of what each chunk says. */
export function mergeChunks(chunks: readonly Moments[]): Truth {
  const count = chunks.length;
  const average = (of: (chunk: Moments, i: number) => number) =>
    chunks[0]!.mean.map((_, i) => chunks.reduce((sum, chunk) => sum + of(chunk, i), 0) / count);
  const mean = average((chunk, i) => chunk.mean[i]!);
  const squares = average((chunk, i) => chunk.standardError[i]! ** 2);
  return {
    samples: count * CHUNK,
    mean,
    variance: average((chunk, i) => chunk.variance[i]!),
    standardError: squares.map((square) => Math.sqrt(square / count)),
    deviations: chunks.map((chunk) => chunk.mean.map((x, i) => x - mean[i]!)),
  };
}
