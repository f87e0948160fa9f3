import { align } from "../backend/arena.ts";
import { instantiateKernels, sharedKernels } from "../backend/kernels.ts";
import { paced } from "../backend/pace.ts";
import type { Precision } from "../backend/precision.ts";
import type { Engine } from "../engine/engine.ts";
import type { ExecutionResult } from "../plan/execute.ts";
import { roomyBytes } from "../plan/memory.ts";
import type { Schedule } from "../plan/schedule/schedule.ts";
import { Control } from "../threads/control.ts";
import { forgetKernels, toTellKernels } from "../threads/shared-kernels.ts";
import { staged } from "../threads/staged.ts";
import type { Team } from "../threads/team.ts";
import { together } from "../threads/together.ts";
import { type InputData, inputsOf } from "./inputs.ts";
import { joined } from "./joined.ts";
import type { EstimatePlan } from "./plan.ts";
import { totalFlops, type Watch } from "./run.ts";
import { forgetSchedules, type Scheduled, scheduled, toTell } from "./scheduled.ts";
import type { NamedInputs, SharedAnswer, SharedJob } from "./shared-job.ts";

/** Milliseconds between reports of progress. */
const REPORT = 100;

/**
 * Runs plans that have nothing to do with each other by all of `threads` threads together; their results, in order. This
 * thread waits and is free for everything else. null: the runtime lets no thread start, or the kernels are not for shared
 * memory.
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
  const bytes = Math.max(...plans.map(({ layout }) => roomyBytes(layout, threads)));
  return withShared(engine, threads, bytes, { ...watch, total: totalFlops(plans) }, async (run) =>
    run(await paced(scheduled(laidOut, threads, bytes), watch), data),
  );
}

/** Runs plans by all threads together, in memory that is theirs until the work ends. */
export type RunTogether = (plans: Scheduled, data: InputData) => Promise<readonly ExecutionResult[]>;

/** What is watched over, and how many FLOPs it takes. */
type Watched = Watch & { readonly precision: Precision; readonly total: number };

/** Does work that runs plans by several threads in so many bytes of memory; as `runShared`. */
export async function withShared<T>(
  engine: Engine,
  threads: number,
  bytes: number,
  watch: Watched,
  work: (run: RunTogether) => Promise<T>,
): Promise<T | null> {
  const module = await sharedKernels(watch.precision);
  if (module === null) return null;
  const base = align(await heapBase());
  return engine.withTeam(
    threads,
    (team) => {
      const kernels = { module, memory: engine.sharedMemory(base + bytes) };
      let before = 0;
      return work(async (planned, data) => {
        const { schedule, plans } = planned;
        const control = new Control(schedule.tasks.length);
        const common = { kind: "estimate", control: control.buffer, dtype: plans[0]!.dtype } as const;
        const inputs = staged(loadedBy(schedule, data), (size) => engine.sharedBuffer(size));
        const jobs = Array.from({ length: threads }, (_, thread): SharedJob => {
          return {
            ...{ ...common, thread, inputs },
            kernels: toTellKernels(team, thread, kernels),
            schedule: toTell(team, thread, planned),
          };
        });
        const done = () => before + finishedFlops(schedule.tasks, control);
        const found = await ask(team, jobs, control, done, watch);
        before = done();
        return joined(plans, found);
      });
    },
    watch.signal,
  );
}

/** What a schedule's plans load. */
function loadedBy({ tasks }: Schedule, data: InputData): NamedInputs {
  const inputs = inputsOf(data);
  return Object.fromEntries(
    tasks.flatMap(({ does }) => (does.op === "load" ? [[does.source, inputs(does.source)]] : [])),
  );
}

let heapBaseKnown: number | undefined;

/** Where the kernels' memory is free; the module alone knows. */
async function heapBase(): Promise<number> {
  heapBaseKnown ??= (await instantiateKernels()).heapBase!();
  return heapBaseKnown;
}

function finishedFlops(tasks: readonly { readonly flops: number }[], control: Control): number {
  return tasks.reduce((sum, { flops }, task) => sum + (control.isFinished(task) ? flops : 0), 0);
}

/** Every thread's answer, once all have ended; reports how far they are. */
async function ask(
  team: Team,
  jobs: readonly SharedJob[],
  control: Control,
  done: () => number,
  { signal, onProgress, total }: Watched,
): Promise<NonNullable<SharedAnswer>[]> {
  const report = () => onProgress?.({ done: done(), total });
  let timer: ReturnType<typeof setInterval> | undefined;
  const begin = (fail: (error: unknown) => void) => {
    if (onProgress) timer = setInterval(() => attempt(report, fail), REPORT);
    return jobs.map((job) => team.ask<SharedAnswer>(job.thread, job));
  };
  try {
    const found = await together({ begin, stop: () => control.stop(), signal });
    report();
    return found as NonNullable<SharedAnswer>[];
  } catch (error) {
    forgetTold(team);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** A callback that throws in a timer would end the process. */
function attempt(report: () => void, fail: (error: unknown) => void): void {
  try {
    report();
  } catch (error) {
    fail(error);
  }
}

/** A thread that failed may not remember what it was told. */
function forgetTold(team: Team): void {
  forgetKernels(team);
  forgetSchedules(team);
}
