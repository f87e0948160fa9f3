import type { Warning } from "../estimate/warnings/warning.ts";
import type { Network } from "../network/network.ts";
import type { Gradient } from "./gradient.ts";
import type { LossValue, OutputMoments, OwnLoss } from "./loss.ts";

/** A loss as a function of the output's moments of a network: the given one, or one that was made from it. */
export interface Objective {
  readonly network: Network;
  /** The largest degree of the output's cumulants that it takes. */
  readonly degree: 1 | 2;
  readonly evaluate: OwnLoss;
  /** Why the value is none, beyond what the estimate says itself. */
  readonly doubts?: (output: OutputMoments) => Warning[];
  /** The given network's gradient from that of `network`. */
  readonly pullBack: (gradient: Gradient) => Gradient;
}

/** One whose loss comes with all derivatives. */
export interface CompleteObjective extends Objective {
  readonly evaluate: (output: OutputMoments) => LossValue & { mean: Float64Array; covariance: Float64Array };
}

/** Σ weight · function, with all derivatives. */
export function weighted(parts: readonly { readonly weight: number; readonly evaluate: OwnLoss }[]) {
  return (output: OutputMoments) => {
    const m = output.mean.length;
    const total = { value: 0, mean: new Float64Array(m), covariance: new Float64Array(m * m) };
    for (const { weight, evaluate } of parts) {
      const { value, mean = [], covariance = [] } = evaluate(output);
      total.value += weight * value;
      addTo(total.mean, mean, weight);
      addTo(total.covariance, covariance, weight);
    }
    return total;
  };
}

function addTo(total: Float64Array, part: ArrayLike<number>, weight: number): void {
  for (let i = 0; i < part.length; i++) total[i]! += weight * part[i]!;
}
