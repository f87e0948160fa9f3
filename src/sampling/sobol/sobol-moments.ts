import type { Arena } from "../../backend/arena.ts";
import { BLOCK, type Tracked } from "../block-moments.ts";
import type { SamplingKernels } from "../kernels.ts";
import { divided, MomentStates, type Moments } from "../moments.ts";
import { roundedErrors } from "../rounding.ts";
import { hasControl, SCRAMBLINGS } from "../variance.ts";

/** Where the scramblings' begin. */
const OWN = 2;
/** Where those of the control variate do. */
const CONTROL = OWN + 2 * SCRAMBLINGS;

/**
 * [mean | m2] of all draws, then of each scrambling's, then of the control variate's in each, if there is one. Blocks of draws
 * belong to the scramblings in turn, so that a whole turn has as many points of each; their means are independent and alike, and
 * their spread says what the mean of all is good for.
 */
export class SobolMoments extends MomentStates {
  private readonly controlled: boolean;

  constructor(arena: Arena, kernels: SamplingKernels, tracked: Tracked) {
    const controlled = hasControl(tracked.variance);
    super(arena, kernels, tracked, controlled ? CONTROL + 2 * SCRAMBLINGS : CONTROL);
    this.controlled = controlled;
  }

  protected add(before: number, _: number, to: (vector: number, count: number, group: number) => void): void {
    const block = before / BLOCK;
    const scrambling = block % SCRAMBLINGS;
    const count = Math.floor(block / SCRAMBLINGS) * BLOCK;
    to(0, before, 0);
    to(OWN + 2 * scrambling, count, 0);
    if (this.controlled) to(CONTROL + 2 * scrambling, count, 1);
  }

  protected moments(part: (vector: number) => Float64Array, draws: number): Moments {
    const means = Array.from({ length: SCRAMBLINGS }, (_, scrambling) => {
      const own = part(OWN + 2 * scrambling);
      const control = this.controlled ? part(CONTROL + 2 * scrambling) : null;
      return control ? own.map((mean, i) => mean - control[i]!) : own;
    });
    const average = (of: (own: Float64Array, i: number) => number) =>
      means[0]!.map((_, i) => means.reduce((sum, own) => sum + of(own, i), 0) / SCRAMBLINGS);
    const mean = average((own, i) => own[i]!);
    const spread = average((own, i) => (own[i]! - mean[i]!) ** 2);
    const found = {
      mean,
      variance: divided(part(1), draws - 1),
      standardError: spread.map((square) => Math.sqrt(square / (SCRAMBLINGS - 1))),
    };
    return roundedErrors(found, this.kernels);
  }
}
