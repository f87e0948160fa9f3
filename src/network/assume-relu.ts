import type { Activation } from "../activations/activation.ts";
import { relu } from "../activations/relu.ts";

/** One activation a layer; null: none (the last layer, an output map). */
export interface Assigned {
  readonly activations: readonly (Activation | null)[];
  readonly notes: readonly string[];
}

const RELU_ASSUMED = "no activation is recorded in the file: relu assumed";

/** Fills what is left open (undefined): relu on hidden layers, with a note, none on the last. */
export function assumeRelu(known: readonly (Activation | null | undefined)[]): Assigned {
  const last = known.length - 1;
  const assumed = known.some((activation, l) => activation === undefined && l < last);
  return {
    activations: known.map((activation, l) =>
      activation === undefined ? (l < last ? relu : null) : activation,
    ),
    notes: assumed ? [RELU_ASSUMED] : [],
  };
}
