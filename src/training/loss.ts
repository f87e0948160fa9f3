import type { Matrix, Network } from "../network/network.ts";

/** What is estimated of a network's output, as far as a loss may use it. */
export interface OutputMoments {
  /** Length m. */
  readonly mean: Float64Array;
  /** Shape `[m, m]`; null at order 1, which has none. */
  readonly covariance: Matrix | null;
}

/** A loss and its gradient by the output's moments. */
export interface LossValue {
  readonly value: number;
  /** ∂value/∂mean, length m; default: zeros. */
  readonly mean?: ArrayLike<number>;
  /** ∂value/∂covariance, shape `[m, m]` row by row, each entry by itself; default: zeros. */
  readonly covariance?: ArrayLike<number>;
}

/** A caller's own function of the output's moments. */
export type OwnLoss = (output: OutputMoments) => LossValue;

/** What is to be differentiated; outputs are numbered from 0. All but means and tails take order 2 or more. */
export type Loss =
  /** E[output_i]. */
  | { readonly type: "mean"; readonly output: number }
  /** Var[output_i]. */
  | { readonly type: "variance"; readonly output: number }
  /** P(output_i > threshold), by a step unit behind the output. */
  | { readonly type: "tail"; readonly output: number; readonly threshold: number }
  /**
   * E[Σ_i (output_i − target's output_i)²] on the same input; the target has as many layers, with the same activations, of any
   * width. Too large for two networks that are nearly copies of each other, neuron by neuron (docs/method.md).
   */
  | { readonly type: "squared-difference"; readonly target: Network }
  /** Σ weight · loss. */
  | { readonly type: "sum"; readonly terms: readonly WeightedLoss[] }
  | OwnLoss;

export interface WeightedLoss {
  readonly weight: number;
  readonly loss: Loss;
}
