import type { Judged } from "./judge.ts";

/** What one estimator makes of many networks: averages, each network counting the same. */
export interface Summary {
  readonly estimator: string;
  readonly networks: number;
  readonly finalLayerMse: number;
  /** null: not known of every network. */
  readonly allLayersMse: number | null;
  /** Of the networks that it did not fail on; null: it failed on all. */
  readonly flops: number | null;
  readonly seconds: number | null;
  /** null: not every network has a budget. */
  readonly multiplier: number | null;
  readonly adjusted: number | null;
  /** On how many networks. */
  readonly overBudget: number;
  readonly unreliable: number;
  readonly failed: number;
}

/** @param results of one estimator, one a network, at least one */
export function summarise(results: readonly Judged[]): Summary {
  const average = (of: (result: Judged) => number | null) => mean(results.map(of));
  const done = results.filter(({ failure }) => failure === null);
  const count = (is: (result: Judged) => boolean) => results.filter(is).length;
  return {
    estimator: results[0]!.estimator,
    networks: results.length,
    finalLayerMse: average(({ finalLayerMse }) => finalLayerMse)!,
    allLayersMse: average(({ allLayersMse }) => allLayersMse),
    flops: mean(done.map(({ flops }) => flops)),
    seconds: mean(done.map(({ seconds }) => seconds)),
    multiplier: average(({ multiplier }) => multiplier),
    adjusted: average(({ adjusted }) => adjusted),
    overBudget: count(({ overBudget }) => overBudget),
    unreliable: count(({ unreliable }) => unreliable),
    failed: count(({ failure }) => failure !== null),
  };
}

/** null: of nothing, or of something that is not known. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < values.length) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
