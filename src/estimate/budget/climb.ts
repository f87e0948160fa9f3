import { ascends, type Ladder, outlook, priorError, together } from "./foretell.ts";
import type { Purse } from "./purse.ts";
import { type Climbed, RUNGS } from "./rung.ts";

/** Of the budget, what estimates may cost in all before it is known that they are of use. */
const DOUBTFUL = 0.08;

/** An error so many times what is foretold must leave the result no worse than samples alone, to this factor. */
const CAUTION = { error: 5, loss: 1.1 };

/** Means without a certificate must be so many times better than with one. */
const UNCERTIFIED = 4;

/** Samples that look at order 1 before much is spent: of the budget, and how far its error may be above theory's. */
const PROBE = { share: 0.03, beyond: 4 };

/**
 * Runs orders, cheapest first, as long as the means to expect get better than by giving what the next costs to samples; with a
 * target, as long as that makes it cheaper to reach.
 */
export async function climb(purse: Purse): Promise<Ladder> {
  const climbed = new Map<number, Climbed>();
  const useless = new Set<number>();
  const barred = new Set<number>();
  const ladder = { climbed, useless };
  if (!isWorthBeginning(purse)) return ladder;
  await run(purse, climbed, useless, 0);
  for (;;) {
    const errors = outlook(purse.network, ladder);
    const aim = best(purse, ladder, errors, barred);
    if (aim === null) return ladder;
    const [next] = missing(climbed, aim) as [number];
    if (!(await purse.affords(next))) barred.add(next);
    else if (!(await isSafe(purse, ladder, errors, aim))) barred.add(aim);
    else await run(purse, climbed, useless, next);
  }
}

/** The cheapest rung alone, for means where there are no samples. */
export async function lowest(purse: Purse): Promise<Ladder> {
  const climbed = new Map<number, Climbed>();
  const useless = new Set<number>();
  await run(purse, climbed, useless, 0);
  return { climbed, useless };
}

/**
 * Whether the cheapest rung can be run with no harm done should it turn out useless: where it costs as much as many of few
 * samples, all of them alone may be better.
 */
function isWorthBeginning(purse: Purse): boolean {
  const all = purse.samplesFor(purse.left());
  if (all === 0) return true;
  const beside = Math.max(1, purse.samplesFor(purse.left() - purse.priceOf([0])));
  const feared = together(CAUTION.error * priorError(purse.network, RUNGS[0]!), 1 / beside);
  return feared <= CAUTION.loss / all;
}

/** The rungs to run for one that has not, itself the last. */
function missing(climbed: ReadonlyMap<number, Climbed>, index: number): number[] {
  return [...RUNGS[index]!.below, index].filter((each) => !climbed.has(each));
}

async function run(
  purse: Purse,
  climbed: Map<number, Climbed>,
  useless: Set<number>,
  index: number,
): Promise<void> {
  const result = await purse.run(index);
  if (result !== null) climbed.set(index, result);
  if (result === null || purse.warns(result) || ascends(climbed, index)) useless.add(index);
}

/** The rung that promises most; null: to stay. */
function best(
  purse: Purse,
  ladder: Ladder,
  errors: readonly number[],
  barred: ReadonlySet<number>,
): number | null {
  const { climbed, useless } = ladder;
  const reached = leastError(ladder, errors);
  let aim: number | null = null;
  let least = merit(purse, reached, 0);
  RUNGS.forEach((_, index) => {
    const path = missing(climbed, index);
    if (climbed.has(index) || path.some((each) => barred.has(each) || useless.has(each))) return;
    const found = merit(purse, Math.min(reached, errors[index]!), purse.priceOf(path));
    if (found < least) [aim, least] = [index, found];
  });
  return aim;
}

/** What an estimate of that error is good for once `cost` is spent on it: the less the better. */
function merit(purse: Purse, error: number, cost: number): number {
  const left = purse.left() - cost;
  if (left < 0) return Number.POSITIVE_INFINITY;
  const samples = purse.samplesFor(left);
  if (purse.target !== null) {
    const needed = samplesNeeded(error, purse.target);
    if (needed <= samples) return cost + purse.priceOfSamples(needed);
    // What misses the target is compared by how far, and comes after all that reach it.
    return purse.total * (2 + together(error, 1 / samples) / purse.target);
  }
  return (purse.certifies(left) ? 1 : UNCERTIFIED) * together(error, 1 / samples);
}

/** Samples that an estimate takes for both together to reach a vnMSE. */
export function samplesNeeded(error: number, target: number): number {
  return error <= target ? 0 : Math.ceil(1 / target - 1 / error);
}

export function leastError({ climbed }: Ladder, errors: readonly number[]): number {
  return Math.min(...errors.filter((_, index) => climbed.has(index)));
}

/**
 * Whether a rung can be run with no harm done should it turn out useless: it is cheap, or all that points to it would have to be far
 * off. Before orders have been compared, only samples can tell whether the network is what theory is about.
 */
async function isSafe(
  purse: Purse,
  ladder: Ladder,
  errors: readonly number[],
  aim: number,
): Promise<boolean> {
  const { climbed } = ladder;
  const path = missing(climbed, aim);
  const samples = (amount: number) => Math.max(1, purse.samplesFor(amount));
  const useful = leastError(ladder, errors) * samples(purse.total) < 1;
  const doubtful = useful ? 0 : purse.spentOnEstimates();
  if (doubtful + purse.priceOf(path) <= DOUBTFUL * purse.total) return true;
  const after = 1 / samples(purse.left() - purse.priceOf(path));
  const feared = together(CAUTION.error * errors[aim]!, after);
  if (feared > CAUTION.loss / samples(purse.left())) return false;
  if (climbed.size > 1) return true;
  const seen = await purse.probe(climbed.get(0)!, PROBE.share);
  return (
    seen === null || seen.lower === null || seen.lower <= PROBE.beyond * priorError(purse.network, RUNGS[0]!)
  );
}
