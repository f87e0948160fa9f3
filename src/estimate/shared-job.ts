import { Arena } from "../backend/arena.ts";
import type { Dtype } from "../backend/dtype.ts";
import { WasmBackend } from "../backend/wasm-backend.ts";
import { type ExecutionResult, type Found, perform } from "../plan/execute.ts";
import { Control, Stopped } from "../threads/control.ts";
import { type SharedKernels, sharedKernelsOf } from "../threads/shared-kernels.ts";
import { takeTasks } from "../threads/take.ts";
import { scheduleOf, type ToldSchedule } from "./scheduled.ts";

/** What plans load, by name. */
export type NamedInputs = Readonly<Record<string, ArrayLike<number>>>;

/** What each thread is told: tasks of plans, in memory that all threads share, to be taken until none is left. */
export interface SharedJob {
  readonly kind: "estimate";
  /** null: those of the last job. */
  readonly kernels: SharedKernels | null;
  readonly control: SharedArrayBuffer;
  /** The thread's number, from 0. */
  readonly thread: number;
  readonly dtype: Dtype;
  readonly schedule: ToldSchedule;
  readonly inputs: NamedInputs;
}

/** What a thread's tasks have found, for each plan. null: all were told to stop. */
export type SharedAnswer = readonly ExecutionResult[] | null;

/** A thread's part of the job. One that fails stops the others. */
export async function runSharedJob(job: SharedJob): Promise<SharedAnswer> {
  const control = new Control(job.control);
  try {
    return await run(job, control);
  } catch (error) {
    if (error instanceof Stopped) return null;
    control.stop();
    throw error;
  }
}

async function run(job: SharedJob, control: Control) {
  const { thread, dtype, schedule, inputs } = job;
  const { placed, tasks } = scheduleOf(schedule);
  const kernels = await sharedKernelsOf(job.kernels);
  const backends = placed.map(
    (plan) => new WasmBackend(kernels, new Arena(kernels), { ...plan, dtype }, thread),
  );
  const found = placed.map((): Found => ({ results: new Map(), variances: [] }));
  takeTasks(tasks, control, (at) => {
    const task = tasks[at]!;
    perform(task, backends[task.of]!, (source) => inputs[source]!, found[task.of]!);
  });
  return found;
}
