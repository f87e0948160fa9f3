import { KpropError } from "../errors.ts";

/** Means of a network's neurons after their activation: of the last layer, and of every layer where they are known. */
export interface NetworkMeans {
  readonly final: Float64Array;
  readonly layers: readonly Float64Array[] | null;
}

/** Mean squared errors, no compute taken into account. */
export interface MeansScore {
  /** Over the neurons of the last layer. */
  readonly finalLayerMse: number;
  /** Over the neurons of all layers; null: one side does not know them. */
  readonly allLayersMse: number | null;
}

/** What an estimate's compute makes of its error. */
export interface AdjustedScore {
  /** What the error is multiplied by. */
  readonly multiplier: number;
  /** What the challenge ranks by, lower is better. */
  readonly adjusted: number;
  /** The estimate took more than the budget: zeros are scored in its place. */
  readonly overBudget: boolean;
}

/** Less than this share of the budget is worth no more. */
const LEAST_SHARE = 0.1;

/**
 * How far estimated means are from true ones: the plain average of (estimate − truth)², in the order of the neurons.
 *
 * @param estimate of as many neurons in as many layers as `truth`
 * @throws KpropError `not-finite` if squares overflow
 */
export function scoreMeans(estimate: NetworkMeans, truth: NetworkMeans): MeansScore {
  const known = estimate.layers !== null && truth.layers !== null;
  return {
    finalLayerMse: meanSquare([estimate.final], [truth.final]),
    allLayersMse: known ? meanSquare(estimate.layers, truth.layers) : null,
  };
}

/**
 * The error of the last layer times the share of the budget that was used, a tenth at least. Beyond the budget, or where
 * there is no estimate, the error is that of zeros and nothing is taken off it.
 *
 * @param estimate its error, and its cost in FLOPs; null: there is none
 * @param budget in FLOPs, above 0
 * @see https://aicrowd.github.io/whestbench/docs/participant-guide/concepts/scoring-model/
 */
export function adjustedScore(
  estimate: { readonly finalLayerMse: number; readonly flops: number } | null,
  truth: NetworkMeans,
  budget: number,
): AdjustedScore {
  const overBudget = estimate !== null && estimate.flops > budget;
  if (estimate === null || overBudget) {
    return { multiplier: 1, adjusted: scoreMeans(zerosLike(truth), truth).finalLayerMse, overBudget };
  }
  const multiplier = Math.max(LEAST_SHARE, estimate.flops / budget);
  return { multiplier, adjusted: estimate.finalLayerMse * multiplier, overBudget };
}

/** What is scored where there is no estimate. */
export function zerosLike({ final, layers }: NetworkMeans): NetworkMeans {
  const zeros = ({ length }: Float64Array) => new Float64Array(length);
  return { final: zeros(final), layers: layers === null ? null : layers.map(zeros) };
}

function meanSquare(estimates: readonly Float64Array[], truths: readonly Float64Array[]): number {
  let squares = 0;
  let count = 0;
  for (const [l, truth] of truths.entries()) {
    for (let i = 0; i < truth.length; i++) squares += (estimates[l]![i]! - truth[i]!) ** 2;
    count += truth.length;
  }
  const mean = squares / count;
  if (!Number.isFinite(mean)) throw new KpropError("not-finite", "the mean squared error overflows");
  return mean;
}
