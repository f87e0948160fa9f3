import { paced } from "../../backend/pace.ts";
import type { Evaluation } from "../../sampling/evaluator.ts";
import type { OutputOptions } from "../../sampling/sample-outputs.ts";
import type { Core } from "../core.ts";
import { newParticles } from "./job.ts";
import { BATCH } from "./particles.ts";
import { findLadder, STEPS } from "./run.ts";
import { runsByThreads, runsHere } from "./runs.ts";

/** Independent runs: more than half of the most are enough for a standard error, whose own is then some 20 %. */
const [FEWEST_RUNS, MOST_RUNS] = [4, 16];
/** Evaluations of a budget for each batch of particles that looks for levels. */
const BUDGET_PER_BATCH = 2 ** 17;

/** What was found of one output, and what it took. */
export interface Split {
  /** Unbiased estimates; empty where no levels were found that lead to the threshold. */
  readonly runs: readonly number[];
  readonly evaluations: number;
  /** Particles in all: each has one evaluation without a step. */
  readonly particles: number;
  readonly threads: number;
}

/** Batches that a budget has, in so many runs of as many each; of the numbers of runs, the one that leaves fewest out. */
function divided(all: number): { count: number; batches: number } {
  if (all <= MOST_RUNS) return { count: Math.max(FEWEST_RUNS, all), batches: 1 };
  let best = MOST_RUNS;
  for (let count = MOST_RUNS; count > MOST_RUNS / 2; count--) {
    if (all % count < all % best) best = count;
  }
  return { count: best, batches: Math.floor(all / best) };
}

/** Finds levels for a network's one output, then climbs them time and again. `onPart`: what part is done. */
export async function split(
  evaluation: Evaluation,
  options: OutputOptions,
  flopsEach: number,
  onPart: (part: number) => void,
  core: Core,
): Promise<Split> {
  const { samples, precision } = evaluation.settings;
  const { engine = core.defaultEngine(), signal, threads: most = core.availableThreads() } = options;
  const first = Math.min(8, Math.max(2, Math.round(samples / BUDGET_PER_BATCH)));
  const { ladder, leads } = await engine.withKernels(precision, async (kernels) => {
    return paced(findLadder(newParticles(kernels, evaluation, first, 0), 0), { signal });
  });
  const each = BATCH * (1 + STEPS * ladder.levels.length);
  const looking = { runs: [], evaluations: first * each, particles: first * BATCH, threads: 1 };
  if (!leads) return looking;
  const { count, batches } = divided(Math.floor((samples - looking.evaluations) / each));
  const climbing = { evaluation, ladder, batches, count };
  const onRun = (done: number) => onPart((first + done * batches) / (first + count * batches));
  onRun(0);
  const isShared =
    most > 1 && flopsEach * samples >= core.LEAST_SHARED && !core.hasOwnFunction(evaluation.network);
  const shared = isShared ? await runsByThreads(climbing, most, options, onRun, core) : null;
  return {
    runs: shared ?? (await runsHere(climbing, options, onRun, core)),
    evaluations: looking.evaluations + count * batches * each,
    particles: looking.particles + count * batches * BATCH,
    threads: shared === null ? 1 : most,
  };
}
