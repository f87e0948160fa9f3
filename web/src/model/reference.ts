import type { Estimated, Sampled } from "../protocol/jobs.ts";

/** What errors are measured against, and how far that may be off itself. */
export interface Reference {
  readonly mean: Float64Array;
  /** Mean variance of the outputs: squared errors are divided by it. */
  readonly scale: number;
  /** Its own expected error, as vnMSE; 0: it is the truth. */
  readonly error: number;
  /** The estimate that it rests on, whose own error it cannot show; null: the truth. */
  readonly leader: Estimated | null;
  /** The leader's expected error. */
  readonly leaderError: number;
}

/**
 * The known truth, or the best combination so far: the highest order's estimate and the samples, each weighed by the other's
 * expected error. null until there are both.
 */
export function referenceOf(
  estimates: readonly Estimated[],
  sampled: Sampled | undefined,
  truth: Float64Array | null,
): Reference | null {
  if (sampled === undefined) return null;
  const scale = average(sampled.variance);
  if (truth !== null) return { mean: truth, scale, error: 0, leader: null, leaderError: 0 };
  const leader = leaderOf(estimates);
  if (leader === null) return null;
  const leaderError = Math.max(
    ladderError(estimates, scale),
    seenError(leader, sampled, scale),
    Number.MIN_VALUE,
  );
  const noise = 1 / sampled.samples;
  const share = leaderError / (leaderError + noise);
  const mean = leader.mean.map((x, i) => x + share * (sampled.mean[i]! - x));
  return { mean, scale, error: share * noise, leader, leaderError };
}

/** Mean squared distance over the outputs' mean variance. */
export function vnMse(a: Float64Array, b: Float64Array, scale: number): number {
  return average(a.map((x, i) => (x - b[i]!) ** 2)) / scale;
}

/** Of reliable estimates the highest order, and of that the kind that carries most. */
export function leaderOf(estimates: readonly Estimated[]): Estimated | null {
  const kinds = ["base", "simple", "augment-tree", "augment"];
  const rank = ({ method, unreliable }: Estimated) =>
    (unreliable ? -100 : 0) + 10 * method.order + kinds.indexOf(method.kind);
  return estimates.toSorted((a, b) => rank(a) - rank(b)).at(-1) ?? null;
}

/**
 * What differences of successive orders promise of the highest: order K's difference from the next is its error, and errors
 * fall geometrically. With two orders alone their difference stands for the error, with one nothing is known.
 */
function ladderError(estimates: readonly Estimated[], scale: number): number {
  const ladder = estimates
    .filter(({ method }) => method.kind === "simple")
    .toSorted((a, b) => a.method.order - b.method.order);
  const differences = ladder.slice(1).map(({ mean }, k) => vnMse(mean, ladder[k]!.mean, scale));
  const [before, last] = [differences.at(-2), differences.at(-1)];
  if (last === undefined) return 1;
  return before === undefined ? last : last * Math.min(1, last / before);
}

/** What the samples show of an estimate's error, without bias; 0 where their own noise could explain it. */
function seenError({ mean }: Estimated, sampled: Sampled, scale: number): number {
  const distance = vnMse(mean, sampled.mean, scale);
  const noise = 1 / sampled.samples;
  return distance > 2 * noise ? distance - noise : 0;
}

function average(values: Float64Array): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
