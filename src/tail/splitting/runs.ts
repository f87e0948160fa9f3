import { paced } from "../../backend/pace.ts";
import type { Evaluation } from "../../sampling/evaluator.ts";
import type { OutputOptions } from "../../sampling/sample-outputs.ts";
import type { Team } from "../../threads/team.ts";
import { together } from "../../threads/together.ts";
import type { Core } from "../core.ts";
import { newParticles, type SplitJob } from "./job.ts";
import { climb, type Ladder } from "./run.ts";

/** A ladder to be climbed `count` times by particles of so many batches. */
export interface Climbing {
  readonly evaluation: Evaluation;
  readonly ladder: Ladder;
  readonly batches: number;
  readonly count: number;
}

/** Each run's estimate, in order, on this thread; `onRun` is told how many there are so far. */
export function runsHere(
  { evaluation, ladder, batches, count }: Climbing,
  { engine, signal }: OutputOptions,
  onRun: (done: number) => void,
  core: Core,
): Promise<number[]> {
  return (engine ?? core.defaultEngine()).withKernels(evaluation.settings.precision, async (kernels) => {
    const found: number[] = [];
    while (found.length < count) {
      const run = found.length + 1;
      const particles = newParticles(kernels, evaluation, batches, run);
      found.push(await paced(climb(particles, ladder, run), { signal }));
      onRun(run);
    }
    return found;
  });
}

/** The same by threads, each of which takes the next run that nobody has begun; null: the runtime lets no thread start. */
export async function runsByThreads(
  { count, ...climbing }: Climbing,
  threads: number,
  { engine, signal }: OutputOptions,
  onRun: (done: number) => void,
  core: Core,
): Promise<number[] | null> {
  const { module } = await core.compiledKernels(climbing.evaluation.settings.precision);
  const found: number[] = [];
  let [begun, done] = [0, 0];
  const work = async (team: Team) => {
    const stop = () => {
      begun = count;
      team.abort(threads);
    };
    const keepAsking = async (thread: number) => {
      while (begun < count) {
        const run = ++begun;
        const job: SplitJob = { kind: "split", module, ...climbing, run };
        found[run - 1] = await team.ask<number>(thread, job);
        onRun(++done);
      }
    };
    const begin = () => Array.from({ length: threads }, (_, thread) => keepAsking(thread));
    await together({ begin, stop, signal });
    return found;
  };
  return (engine ?? core.defaultEngine()).withTeam(threads, work, signal);
}
