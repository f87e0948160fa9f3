import { align } from "../backend/arena.ts";
import { instantiateKernels, sharedKernels } from "../backend/kernels.ts";
import type { Precision } from "../backend/precision.ts";
import type { LaidOut } from "../backend/wasm-backend.ts";
import type { Engine } from "../engine/engine.ts";
import type { ExecutionResult } from "../plan/execute.ts";
import { layoutBytes } from "../plan/memory.ts";
import { Control } from "../threads/control.ts";
import type { Team } from "../threads/team.ts";
import { type InputData, inSharedMemory } from "./inputs.ts";
import type { EstimatePlan } from "./plan.ts";
import { textOf } from "./plan-text.ts";
import { totalFlops, type Watch } from "./run.ts";
import type { SharedAnswer, SharedJob } from "./shared-job.ts";

/** Milliseconds between reports of progress. */
const REPORT = 100;

/**
 * Runs plans one after the other, each by all of `threads` threads together; their results, in order. This thread waits
 * and is free for everything else. null: the runtime lets no thread start, or the kernels are not for shared memory.
 *
 * @throws KpropError what a thread threw; `thread-died`; the signal's reason when aborted
 */
export function runShared(
  engine: Engine,
  threads: number,
  plans: readonly EstimatePlan[],
  data: InputData,
  watch: Watch & { readonly precision: Precision },
): Promise<readonly ExecutionResult[] | null> {
  const laidOut = plans.map(({ plan, layout, method }) => ({ plan, layout, dtype: method.dtype }));
  return withShared(engine, threads, laidOut, { ...watch, total: totalFlops(plans) }, (run) =>
    run(laidOut, data),
  );
}

/** Runs plans by all threads together, in memory that is theirs until the work ends. */
export type RunTogether = (plans: readonly LaidOut[], data: InputData) => Promise<readonly ExecutionResult[]>;

/** What is watched over, and how many FLOPs it takes. */
type Watched = Watch & { readonly precision: Precision; readonly total: number };

/** Does work that runs plans, some or all of those given, by several threads; as `runShared`. */
export async function withShared<T>(
  engine: Engine,
  threads: number,
  plans: readonly LaidOut[],
  watch: Watched,
  work: (run: RunTogether) => Promise<T>,
): Promise<T | null> {
  const module = await sharedKernels(watch.precision);
  if (module === null) return null;
  const base = align(await heapBase());
  return engine.withTeam(
    threads,
    (team) => {
      const bytes = Math.max(...plans.map(({ layout }) => base + layoutBytes(layout, threads)));
      const shared = { kind: "estimate", module, memory: engine.sharedMemory(bytes) } as const;
      let done = 0;
      return work(async (plans, data) => {
        const control = new Control();
        control.done = done;
        const [texts, inputs] = [plans.map(textOf), inSharedMemory(data)];
        const jobs = Array.from({ length: threads }, (_, index): SharedJob => {
          const thread = { index, count: threads };
          return {
            ...shared,
            control: control.buffer,
            plans: texts,
            thread,
            data: index === 0 ? inputs : null,
          };
        });
        const results = await watched(ask(team, jobs, control), control, watch);
        done = control.done;
        return results;
      });
    },
    watch.signal,
  );
}

let heapBaseKnown: Promise<number> | undefined;

/** Where the kernels' memory is free; the module alone knows. */
function heapBase(): Promise<number> {
  heapBaseKnown ??= instantiateKernels().then((kernels) => kernels.heapBase!());
  return heapBaseKnown;
}

/** The first thread's results, once all have ended. A thread that dies stops the others. */
async function ask(team: Team, jobs: readonly SharedJob[], control: Control): Promise<SharedAnswer> {
  const answers = jobs.map((job, index) => {
    return team.ask<SharedAnswer>(index, job).catch((error: unknown) => {
      control.stop();
      throw error;
    });
  });
  const ended = await Promise.allSettled(answers);
  const failed = ended.find((answer) => answer.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return answers[0]!;
}

/** Stops the work when aborted, and reports how far it is. */
async function watched(
  work: Promise<SharedAnswer>,
  control: Control,
  { signal, onProgress, total }: Watched,
): Promise<readonly ExecutionResult[]> {
  const report = () => onProgress?.({ done: control.done, total });
  const timer = onProgress ? setInterval(report, REPORT) : undefined;
  const stop = () => control.stop();
  signal?.addEventListener("abort", stop);
  try {
    if (signal?.aborted) stop();
    const results = await work;
    signal?.throwIfAborted();
    report();
    return results!;
  } finally {
    clearInterval(timer);
    signal?.removeEventListener("abort", stop);
  }
}
