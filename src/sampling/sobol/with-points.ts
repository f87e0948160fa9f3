import type { Core } from "../core.ts";
import type { Evaluation } from "../evaluator.ts";
import type { SampleOptions } from "../options.ts";
import { SCRAMBLINGS } from "../variance.ts";
import { DIRECTION_NUMBERS_TEXT } from "./direction-numbers.ts";
import { DIMENSIONS } from "./directions.ts";
import { scrambledPoints } from "./scrambled.ts";

/** Numbers of points have 32 bits. */
const MOST_POINTS = 2 ** 32;

/**
 * An evaluation with its Sobol points, of as many coordinates as there are normals to draw, as far as there are any.
 *
 * @throws KpropError `bad-option`: there are not so many; the signal's reason when aborted
 */
export async function withPoints(
  evaluation: Evaluation,
  normals: number,
  { signal }: SampleOptions,
  core: Core,
): Promise<Evaluation> {
  const { samples, seed } = evaluation.settings;
  const points = samples / SCRAMBLINGS;
  if (points > MOST_POINTS) {
    throw new core.KpropError(
      "bad-option",
      `samples is ${samples}; of Sobol points there are ${SCRAMBLINGS * MOST_POINTS}`,
    );
  }
  const table = core.bytesOfText(DIRECTION_NUMBERS_TEXT);
  const work = scrambledPoints(table, core.STREAM.scrambling, seed, Math.min(normals, DIMENSIONS), points);
  return { ...evaluation, points: await core.paced(work, { signal }) };
}
