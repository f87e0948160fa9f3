import type { Arena } from "../backend/arena.ts";
import type { Kernels } from "../backend/instance.ts";
import type { Core } from "./core.ts";
import type { Tails } from "./tail-probability.ts";

/** Operations for each output, on the longest path, read off assembly/tail.ts, wick.ts and gaussian.ts. */
export const TAIL_FLOPS = 270;

export interface CorrectedTails extends Tails {
  readonly correction: Float64Array;
}

/** What a plan that ends in threshold units found. */
export function tailsOf(
  kernels: Kernels,
  arena: Arena,
  results: ReadonlyMap<string, Float64Array>,
): CorrectedTails {
  const [mean, variance] = [results.get("tail/mean")!, results.get("tail/variance")!];
  return unscaled(kernels, arena, mean, variance, results.get("output")!);
}

/**
 * Tails all of whose probabilities are numbers; `of`: what they were found by.
 *
 * @throws KpropError `not-finite`
 */
export function numbered<T extends Tails>(tails: T, of: string, { KpropError }: Pick<Core, "KpropError">): T {
  const { probability, logProbability } = tails;
  const at = probability.findIndex((p, i) => Number.isNaN(p) || Number.isNaN(logProbability[i]!));
  if (at < 0) return tails;
  const which = probability.length > 1 ? ` (number ${at} of those asked for)` : "";
  const advice = "the output's variance or cumulants are too large or too small";
  throw new KpropError(
    "not-finite",
    `the tail probability by ${of}${which} came out as no number: ${advice}`,
  );
}

/** Tails of near-Gaussians from means of 1[z > 0] that lack the factor e^(−α²/2); kept between 0 and 1. */
export function unscaled(
  kernels: Kernels,
  arena: Arena,
  mean: Float64Array,
  variance: Float64Array,
  scaled: Float64Array,
): CorrectedTails {
  const n = mean.length;
  const vectors = [mean, variance, scaled].map((values) => {
    const pointer = arena.reserve(8 * n);
    arena.f64(pointer, n).set(values);
    return pointer;
  });
  const found = [arena.reserve(8 * n), arena.reserve(8 * n), vectors[2]!];
  kernels.tailProbability!(n, ...vectors, ...found.slice(0, 2));
  const [probability, logProbability, correction] = found.map((pointer) => arena.f64(pointer, n).slice());
  return { probability: probability!, logProbability: logProbability!, correction: correction! };
}
