import { Arena } from "../backend/arena.ts";
import { compiledKernels } from "../backend/kernels.ts";
import type { Engine } from "../engine/engine.ts";
import { canShareMemory } from "../threads/available.ts";
import { staged } from "../threads/staged.ts";
import type { Team } from "../threads/team.ts";
import { together } from "../threads/together.ts";
import { BatchSums } from "./batches.ts";
import { BLOCK, recordLength } from "./block-moments.ts";
import type { Evaluation } from "./evaluator.ts";
import { samplingKernels } from "./kernels.ts";
import { momentStates } from "./moment-states.ts";
import { collected, type Sink, taken } from "./outputs.ts";
import type { Gathered } from "./sample.ts";
import type { Records, SampleRange, SampleStart } from "./shared-job.ts";
import { trackedLayers, trackedName } from "./tracked.ts";
import { perDraw } from "./variance.ts";

/** How the threads are to go about it. */
export interface Sharing {
  readonly threads: number;
  /** Evaluations at a time of one thread: some 10 ms of work. */
  readonly portion: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/** Portions that a thread is asked for ahead, so that it never waits for the next. */
const AHEAD = 2;

type Shared<T> = (engine: Engine, evaluation: Evaluation, sharing: Sharing) => Promise<T | null>;

/**
 * Evaluates all samples on several threads, each with memory of its own, and merges what they give in order, so that it is
 * what one thread gives. null: the runtime lets no thread start.
 *
 * @throws KpropError what a thread threw; `thread-died`; the signal's reason when aborted
 */
export const shared: { readonly [W in keyof Gathered]: Shared<Gathered[W]> } = {
  moments: (engine, evaluation, sharing) => {
    const { settings, network } = evaluation;
    return byTeam(engine, evaluation, sharing, "moments", async (inOrder) =>
      engine.withKernels("strict", async (instance) => {
        const tracked = trackedLayers(network, settings);
        const kernels = samplingKernels(instance, settings.dtype);
        const states = momentStates(new Arena(instance), kernels, tracked);
        const state = states.create();
        const length = recordLength(tracked);
        let merged = 0;
        await inOrder(({ draws, data }) => {
          draws.forEach((count, at) => {
            states.merge(state, data.subarray(at * length, (at + 1) * length), merged, count);
            merged += count;
          });
        });
        return states.read(state, merged, (layer) => trackedName(network, tracked, layer));
      }),
    );
  },
  outputs: (engine, evaluation, sharing) => streamed(engine, evaluation, sharing, collected(evaluation)),
  batches: (engine, evaluation, sharing) => streamed(engine, evaluation, sharing, new BatchSums(evaluation)),
  batchesInTime: (engine, evaluation, sharing) =>
    streamed(engine, evaluation, sharing, new BatchSums(evaluation, true)),
};

/** Hands what the network gives to `sink`. */
function streamed<T>(
  engine: Engine,
  evaluation: Evaluation,
  sharing: Sharing,
  sink: Sink<T>,
): Promise<T | null> {
  return byTeam(engine, evaluation, sharing, "outputs", async (inOrder) => {
    await taken(
      inOrder(({ data }) => sink.take(data)),
      sink,
      sharing.signal,
    );
    return sink.result();
  });
}

/** Has `gather` take what threads give, in order. */
async function byTeam<T>(
  engine: Engine,
  evaluation: Evaluation,
  sharing: Sharing,
  what: SampleStart["what"],
  gather: (inOrder: (take: (records: Records) => void) => Promise<void>) => Promise<T>,
): Promise<T | null> {
  const { module } = await compiledKernels(evaluation.settings.precision);
  const work = (team: Team) => {
    const told = canShareMemory() ? staged(evaluation, (bytes) => engine.sharedBuffer(bytes)) : evaluation;
    const start = { kind: "sample-start", module, evaluation: told, what } as const;
    return gather((take) => inPortions(team, start, sharing, take));
  };
  return engine.withTeam(sharing.threads, work, sharing.signal);
}

/** Asks each thread for its next portion as it answers; all have ended when this has. */
async function inPortions(
  team: Team,
  start: SampleStart,
  sharing: Sharing,
  take: (records: Records) => void,
) {
  const { threads, signal, onProgress } = sharing;
  const portions = new Portions(start, sharing.portion, take);
  const stop = () => {
    portions.cancel();
    team.abort(threads);
  };
  const keepAsking = async (thread: number) => {
    for (let range = portions.next(); range !== null; range = portions.next()) {
      portions.put(range, await team.ask<Records>(thread, range));
      onProgress?.(portions.progress);
    }
  };
  const begin = () =>
    Array.from({ length: threads }, (_, thread) => [
      team.ask<null>(thread, start),
      ...Array.from({ length: AHEAD }, () => keepAsking(thread)),
    ]).flat();
  await together<unknown>({ begin, stop, signal });
}

/** Ranges of draws that are handed out in order; their records come back in any order and are taken in order. */
class Portions {
  private readonly take: (records: Records) => void;
  private readonly perDraw: number;
  private readonly draws: number;
  /** Draws of a range, whole blocks. */
  private readonly step: number;
  private readonly waiting = new Map<number, Records>();
  private asked = 0;
  private taken = 0;
  private cancelled = false;

  constructor({ evaluation }: SampleStart, portion: number, take: (records: Records) => void) {
    const { samples, variance } = evaluation.settings;
    this.perDraw = perDraw(variance);
    this.draws = samples / this.perDraw;
    this.step = Math.max(1, Math.round(portion / this.perDraw / BLOCK)) * BLOCK;
    this.take = take;
  }

  /** A range that nobody works on yet; null: there is none. */
  next(): SampleRange | null {
    const first = this.asked;
    if (this.cancelled || first >= this.draws) return null;
    this.asked = Math.min(first + this.step, this.draws);
    return { kind: "sample-range", first, draws: this.asked - first };
  }

  put({ first }: SampleRange, records: Records): void {
    this.waiting.set(first, records);
    for (let ready = this.waiting.get(this.taken); ready; ready = this.waiting.get(this.taken)) {
      this.take(ready);
      this.waiting.delete(this.taken);
      this.taken = Math.min(this.taken + this.step, this.draws);
    }
  }

  /** Hands out no more. */
  cancel(): void {
    this.cancelled = true;
  }

  /** In evaluations. */
  get progress(): { done: number; total: number } {
    return { done: this.taken * this.perDraw, total: this.draws * this.perDraw };
  }
}
