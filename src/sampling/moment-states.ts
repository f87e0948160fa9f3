import type { Arena } from "../backend/arena.ts";
import type { Tracked } from "./block-moments.ts";
import { ControlMoments } from "./control/control-moments.ts";
import type { SamplingKernels } from "./kernels.ts";
import type { MomentStates } from "./moments.ts";
import { AntitheticMoments, PlainMoments } from "./plain-moments.ts";
import { SobolMoments } from "./sobol/sobol-moments.ts";
import type { Variance } from "./variance.ts";

const KINDS: Readonly<
  Record<Variance, new (arena: Arena, kernels: SamplingKernels, tracked: Tracked) => MomentStates>
> = {
  plain: PlainMoments,
  antithetic: AntitheticMoments,
  control: ControlMoments,
  sobol: SobolMoments,
  "sobol-control": SobolMoments,
};

/** Running moments as the way of sampling needs them. */
export function momentStates(arena: Arena, kernels: SamplingKernels, tracked: Tracked): MomentStates {
  return new KINDS[tracked.variance](arena, kernels, tracked);
}
