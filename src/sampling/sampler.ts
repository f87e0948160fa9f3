import { Arena } from "../backend/arena.ts";
import type { Kernels, Pointer } from "../backend/instance.ts";
import { BLOCK, type Tracked } from "./block-moments.ts";
import { type Evaluation, Evaluator } from "./evaluator.ts";
import { samplingKernels } from "./kernels.ts";
import { momentStates } from "./moment-states.ts";
import type { MomentStates, Moments } from "./moments.ts";
import type { SampledNetwork } from "./sampled-network.ts";
import { trackedLayers, trackedName } from "./tracked.ts";
import { perDraw } from "./variance.ts";

/**
 * Evaluates a network on draws 0, 1, 2, … of its input and keeps running moments. What it says of the first N
 * depends on N alone, not on the steps it took to get there: whole blocks of draws are merged in order as they
 * are done, the rest when moments are asked for.
 */
export class Sampler {
  /** Draws asked for so far. */
  private asked = 0;
  /** Draws in `state`: whole blocks. */
  private merged = 0;
  private readonly evaluator: Evaluator;
  private readonly network: SampledNetwork;
  private readonly tracked: Tracked;
  private readonly states: MomentStates;
  private readonly state: Pointer;
  private readonly spareState: Pointer;

  /** Loads the network into an instance that nobody else uses; see `Evaluator` for `columns`. */
  constructor(instance: Kernels, evaluation: Evaluation, columns?: number) {
    const { network, settings } = evaluation;
    const arena = new Arena(instance);
    this.network = network;
    this.tracked = trackedLayers(network, settings);
    this.states = momentStates(arena, samplingKernels(instance, settings.dtype), this.tracked);
    this.state = this.states.create();
    this.spareState = this.states.create();
    this.evaluator = new Evaluator(arena, samplingKernels(instance, settings.dtype), evaluation, columns);
  }

  /** Evaluations in whole blocks done so far. */
  get done(): number {
    return this.merged * this.perDraw;
  }

  /** Goes on by that many evaluations, a whole multiple as `samples` is. Yields every few milliseconds. */
  *advance(evaluations: number): Generator<void, void> {
    this.asked += evaluations / this.perDraw;
    const whole = this.asked - (this.asked % BLOCK);
    yield* this.evaluator.evaluate(this.merged, whole - this.merged, (record, draws) => {
      this.states.merge(this.state, record, this.merged, draws);
      this.merged += draws;
    });
  }

  /** The moments of all evaluations asked for: of the last layer, or of every layer, in order. */
  *moments(): Generator<void, Moments[]> {
    const { states, merged } = this;
    states.copy(this.state, this.spareState);
    yield* this.evaluator.evaluate(merged, this.asked - merged, (record, draws) => {
      states.merge(this.spareState, record, merged, draws);
    });
    return states.read(this.spareState, this.asked, (layer) =>
      trackedName(this.network, this.tracked, layer),
    );
  }

  private get perDraw(): number {
    return perDraw(this.tracked.variance);
  }
}
