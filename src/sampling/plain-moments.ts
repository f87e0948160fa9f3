import type { Arena } from "../backend/arena.ts";
import type { Tracked } from "./block-moments.ts";
import type { SamplingKernels } from "./kernels.ts";
import { divided, MomentStates, type Moments } from "./moments.ts";

/** [mean | m2], m2 = Σ (x − mean)² of all draws. */
export class PlainMoments extends MomentStates {
  constructor(arena: Arena, kernels: SamplingKernels, tracked: Tracked) {
    super(arena, kernels, tracked, 2);
  }

  protected add(before: number, _: number, to: (vector: number, count: number, group: number) => void): void {
    to(0, before, 0);
  }

  protected moments(part: (vector: number) => Float64Array, draws: number): Moments {
    const variance = divided(part(1), draws - 1);
    return { mean: part(0), variance, standardError: variance.map((v) => Math.sqrt(v / draws)) };
  }
}

/** [mean | m2 | pair mean | pair m2]: of all evaluations, and of the means of pairs. */
export class AntitheticMoments extends MomentStates {
  constructor(arena: Arena, kernels: SamplingKernels, tracked: Tracked) {
    super(arena, kernels, tracked, 4);
  }

  protected add(
    before: number,
    draws: number,
    to: (vector: number, count: number, group: number) => void,
  ): void {
    to(0, 2 * before, 0);
    to(0, 2 * before + draws, 1);
    to(2, before, 2);
  }

  protected moments(part: (vector: number) => Float64Array, draws: number): Moments {
    const variance = divided(part(1), 2 * draws - 1);
    const ofPairs = divided(part(3), draws - 1);
    return { mean: part(0), variance, standardError: ofPairs.map((v) => Math.sqrt(v / draws)) };
  }
}
