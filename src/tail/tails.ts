import type { Arena } from "../backend/arena.ts";
import type { Kernels } from "../backend/instance.ts";
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
