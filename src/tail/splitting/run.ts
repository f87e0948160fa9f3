import type { Particles } from "./particles.ts";

/** Levels of the output that lead to 0, beyond which it counts, and how far particles step at each. */
export interface Ladder {
  readonly levels: readonly number[];
  readonly steps: readonly number[];
}

/** Steps of every particle at each level. */
export const STEPS = 5;

/** Of the particles, what part is below the next level. */
const QUANTILE = 0.8;
/** A probability of 0.2^100 is not pursued. */
const MOST_LEVELS = 100;
/** The share of steps to be taken, and by what steps grow or shrink towards it. */
const ACCEPTED = 0.3;
const GROWTH = 1.15;
const [SMALLEST, LARGEST] = [0.01, 0.95];

/**
 * Finds levels, each a quantile of the particles above the one before, so that the probability of the next is about 0.2.
 * `leads`: whether they lead to 0.
 */
export function* findLadder(
  particles: Particles,
  run: number,
): Generator<void, { ladder: Ladder; leads: boolean }> {
  const levels: number[] = [];
  const steps: number[] = [];
  let beta = 0.7;
  yield* particles.draw();
  while (levels.length < MOST_LEVELS) {
    const level = particles.outputs.toSorted()[Math.floor(QUANTILE * particles.count)]!;
    if (level >= 0) return { ladder: { levels, steps }, leads: true };
    const survivors = particles.above(level);
    if (survivors.length === 0) break;
    particles.resample(survivors, offset(run, levels.length, survivors.length));
    for (let step = 0; step < STEPS; step++) {
      const moved = yield* particles.move(level, beta);
      beta = Math.min(LARGEST, Math.max(SMALLEST, moved > ACCEPTED ? beta * GROWTH : beta / GROWTH));
    }
    levels.push(level);
    steps.push(beta);
  }
  return { ladder: { levels, steps }, leads: false };
}

/**
 * An unbiased estimate of the probability that the output is positive: the product of the shares that pass each level, and
 * of the positive ones at the end. Levels must not depend on it.
 */
export function* climb(
  particles: Particles,
  { levels, steps }: Ladder,
  run: number,
): Generator<void, number> {
  let probability = 1;
  yield* particles.draw();
  for (const [at, level] of levels.entries()) {
    const survivors = particles.above(level);
    if (survivors.length === 0) return 0;
    probability *= survivors.length / particles.count;
    particles.resample(survivors, offset(run, at, survivors.length));
    for (let step = 0; step < STEPS; step++) yield* particles.move(level, steps[at]!);
  }
  return probability * (particles.above(0).length / particles.count);
}

/** A number below `count`, as good as drawn: so that each survivor is copied as often as any other in expectation. */
function offset(run: number, level: number, count: number): number {
  let x = Math.imul(run + 1, 0x9e3779b9) ^ Math.imul(level + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return ((x ^ (x >>> 15)) >>> 0) % count;
}
