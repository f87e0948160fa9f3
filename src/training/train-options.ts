import { badOption } from "../network/fail.ts";
import type { Network } from "../network/network.ts";
import { ANY, checkOptions, FUNCTION } from "../options.ts";
import { show } from "../show.ts";
import type { Optimiser } from "./optimisers/optimiser.ts";
import { type GradientOptions, TYPES } from "./options.ts";

export interface TrainOptions extends GradientOptions {
  /** How many, at least 0. One gradient more is taken, for the value in the end. */
  readonly steps: number;
  readonly optimiser: Optimiser;
  /** Told of every value as it is known, the first before any step. */
  readonly onStep?: ((state: TrainingState) => void) | undefined;
}

/** A network on its way. */
export interface TrainingState {
  /** How many steps have been taken. */
  readonly step: number;
  readonly value: number;
  readonly network: Network;
}

/** @throws KpropError `bad-option` for an unknown one; the method's values and the optimiser's are checked where they are used */
export function checkTrainOptions(options: TrainOptions): void {
  const given = checkOptions<TrainOptions>("train", options, {
    ...TYPES,
    ...{ steps: ANY, optimiser: ANY, onStep: FUNCTION },
  });
  const { steps } = given;
  if (!Number.isSafeInteger(steps) || steps! < 0) {
    badOption(`train: steps is ${show(steps)}; expected an integer of at least 0`);
  }
}
