import type { Network } from "../../network/network.ts";
import type { ExecutionResult } from "../../plan/execute.ts";
import { diverges, expectedError, squaredDifferences } from "../differences.ts";
import { varianceOf as varianceIn } from "../expected-error.ts";
import { crowding } from "./crowding.ts";
import { power } from "./power.ts";
import { type Climbed, RUNGS, type Rung } from "./rung.ts";

/** How far orders have been climbed. */
export interface Ladder {
  /** By rung. */
  readonly climbed: ReadonlyMap<number, Climbed>;
  /** Rungs that overflowed, or whose results warn of themselves. */
  readonly useless: ReadonlySet<number>;
}

/** The vnMSE of means that weigh an estimate and samples by their expected errors. */
export function together(estimate: number, samples: number): number {
  return 1 / (1 / estimate + 1 / samples);
}

/**
 * What theory and docs/results.md say of random weights: c (Σ 1/width)^K, with less for kinds that carry more, and more where a
 * network is too deep for its width.
 */
export function priorError(network: Network, { order, kind }: Rung): number {
  const hidden = network.layers.filter(({ activation }) => activation !== null).length;
  if (hidden <= 1 && !network.input?.covariance) return 0;
  const narrow = crowding(network);
  const { scale, edge } = kind === "simple" ? SIMPLE[order]! : AUGMENTED;
  return scale * power(narrow, order) * (1 + power(narrow / edge, 6));
}

/** Fitted to the tables of width and depth: the scale of errors, and the narrowness from which they explode. */
const SIMPLE: Readonly<Record<number, { scale: number; edge: number }>> = {
  1: { scale: 0.15, edge: 0.75 },
  2: { scale: 0.13, edge: 2 },
  3: { scale: 0.15, edge: 0.2 },
  4: { scale: 0.15, edge: 0.15 },
};
const AUGMENTED = { scale: 0.06, edge: 0.15 };

/**
 * The vnMSE to expect of every rung, run or not: by what has run, and beyond that by theory; infinite for rungs that failed and for
 * those above them that have not run.
 */
export function outlook(network: Network, { climbed, useless }: Ladder): number[] {
  const prior = RUNGS.map((rung) => priorError(network, rung));
  const failed = Math.min(...[...useless].map((index) => RUNGS[index]!.order));
  const top = RUNGS.findLastIndex((_, index) => climbed.has(index) && !useless.has(index));
  const known = ladderError(network, climbed, top);
  return RUNGS.map((rung, index) => {
    if (useless.has(index)) return Number.POSITIVE_INFINITY;
    if (climbed.has(index)) return ranError(network, { climbed, useless }, index) ?? prior[index]!;
    if (rung.order >= failed) return Number.POSITIVE_INFINITY;
    if (known === null) return prior[index]!;
    // The error of the highest that ran, times what orders gain here, and what the prior says of this step beside theory.
    const steps = rung.order - RUNGS[top]!.order;
    const shape = prior[index]! / (prior[top]! * power(crowding(network), steps));
    return known.error * power(Math.min(1, known.gain), steps) * (Number.isFinite(shape) ? shape : 1);
  });
}

/** Of the error that the ladder foretells, what kinds that carry more have (docs/trust.md). */
const AUGMENTED_SHARE = 0.5;

/** The error of a rung that ran, by its ladder, and what an order gains; null for order 1, which has none, and without variances. */
function ladderError(
  network: Network,
  climbed: ReadonlyMap<number, Climbed>,
  index: number,
): { error: number; gain: number } | null {
  const variance = varianceOf(climbed);
  if (index < 0 || variance === null) return null;
  const differences = differencesTo(climbed, index);
  const error = expectedError(differences, crowding(network), variance);
  if (error === null) return null;
  const last = differences.at(-1)!;
  const share = RUNGS[index]!.kind === "simple" ? 1 : AUGMENTED_SHARE;
  return { error: (share * error) / variance, gain: last > 0 ? error / last : 0 };
}

/** What the next order changed, if that has run, is the error of a simple rung. */
function ranError(network: Network, { climbed, useless }: Ladder, index: number): number | null {
  const { order, kind } = RUNGS[index]!;
  const above = RUNGS.findIndex(
    (rung, at) => rung.order === order + 1 && climbed.has(at) && !useless.has(at),
  );
  const variance = varianceOf(climbed);
  if (kind !== "simple" || above < 0 || variance === null)
    return ladderError(network, climbed, index)?.error ?? null;
  return squaredDifferences([climbed.get(index)!.mean, climbed.get(above)!.mean])[0]! / variance;
}

/** The outputs' mean variance, as the first order 2 has it; null: it has not run. */
export function varianceOf(climbed: ReadonlyMap<number, Climbed>): number | null {
  const first = RUNGS.findIndex(({ order }, index) => order === 2 && climbed.has(index));
  return first < 0 ? null : varianceIn(resultsTo(climbed, first));
}

/** Results of the rungs below and of a rung itself, lower orders first. */
export function resultsTo(climbed: ReadonlyMap<number, Climbed>, index: number): ExecutionResult[] {
  return [...RUNGS[index]!.below, index].map((each) => climbed.get(each)!.result);
}

/** Mean squared differences of the rungs below, from order 1 to it. */
export function differencesTo(climbed: ReadonlyMap<number, Climbed>, index: number): number[] {
  return squaredDifferences([...RUNGS[index]!.below, index].map((each) => climbed.get(each)!.mean));
}

/** Whether a rung's ladder does not descend. */
export function ascends(climbed: ReadonlyMap<number, Climbed>, index: number): boolean {
  return diverges(differencesTo(climbed, index));
}
