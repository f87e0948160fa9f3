import { KpropError } from "../errors.ts";
import type { Warning } from "../estimate/warnings/warning.ts";
import type { Network } from "../network/network.ts";
import type { Estimated, Estimator, Watch } from "./estimator.ts";
import { adjustedScore, type NetworkMeans, scoreMeans, zerosLike } from "./score.ts";

/** What one estimator makes of one network. */
export interface Judged {
  readonly estimator: string;
  /** See `scoreMeans`; of zeros where it failed. */
  readonly finalLayerMse: number;
  /** null: the truth is not known of all layers. */
  readonly allLayersMse: number | null;
  /** null: it failed. */
  readonly flops: number | null;
  readonly seconds: number | null;
  /** See `adjustedScore`; null: there is no budget. */
  readonly multiplier: number | null;
  readonly adjusted: number | null;
  readonly overBudget: boolean;
  /** The estimator itself doubts its result. */
  readonly unreliable: boolean;
  /** Why there is no result; null: there is one. */
  readonly failure: string | null;
  readonly warnings: readonly Warning[];
}

/**
 * Runs an estimator on a network and scores it. That the computation overflows is a result like others, scored as the
 * challenge scores failures.
 *
 * @param budget in FLOPs; null: none
 * @throws KpropError whatever else the estimator throws
 */
export async function judge(
  estimator: Estimator,
  network: Network,
  truth: NetworkMeans,
  budget: number | null,
  watch: Watch,
): Promise<Judged> {
  const { name } = estimator;
  try {
    const found = await estimator.run(network, truth.layers !== null, watch);
    return { estimator: name, ...scored(found, truth, budget) };
  } catch (error) {
    if (!(error instanceof KpropError) || error.code !== "not-finite") throw error;
    return { estimator: name, ...failed(error.message, truth, budget) };
  }
}

function scored(
  { means, flops, seconds, unreliable, warnings }: Estimated,
  truth: NetworkMeans,
  budget: number | null,
) {
  const score = scoreMeans(means, truth);
  const { finalLayerMse } = score;
  const adjusted = budget === null ? NO_BUDGET : adjustedScore({ finalLayerMse, flops }, truth, budget);
  return { ...score, flops, seconds, ...adjusted, unreliable, failure: null, warnings };
}

function failed(failure: string, truth: NetworkMeans, budget: number | null) {
  const score = scoreMeans(zerosLike(truth), truth);
  const adjusted = budget === null ? NO_BUDGET : adjustedScore(null, truth, budget);
  return { ...score, flops: null, seconds: null, ...adjusted, unreliable: false, failure, warnings: [] };
}

const NO_BUDGET = { multiplier: null, adjusted: null, overBudget: false };
