import { Arena } from "../backend/arena.ts";
import { instantiateModule } from "../backend/instance.ts";
import { type LaidOut, WasmBackend } from "../backend/wasm-backend.ts";
import { type ExecutionResult, execute } from "../plan/execute.ts";
import { Control, Stopped } from "../threads/control.ts";
import { follow, SharedBackend, type Thread } from "../threads/shared-backend.ts";
import { type InputData, inputsOf } from "./inputs.ts";
import { laidOutOf } from "./plan-text.ts";

/** What each thread is told: plans to run one after the other, all threads together, in memory that they share. */
export interface SharedJob {
  readonly kind: "estimate";
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  readonly thread: Thread;
  /** As text, see plan-text.ts. */
  readonly plans: readonly string[];
  /** For the first thread, which loads it: null for the others. */
  readonly data: InputData | null;
}

/** The first thread's answer: the plans' results, in order. null: from the others, and where all were told to stop. */
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

async function run({ module, memory, thread, plans, data }: SharedJob, control: Control) {
  const kernels = await instantiateModule(module, memory);
  const results: ExecutionResult[] = [];
  for (const laidOut of plans.map(laidOutOf)) {
    const backend = new WasmBackend(kernels, new Arena(kernels), laidOut, thread);
    if (data === null) follow(laidOut.plan, backend, control, thread);
    else results.push(lead(laidOut, new SharedBackend(backend, control, thread.count), data, control));
  }
  return data === null ? null : results;
}

function lead({ plan }: LaidOut, backend: SharedBackend, data: InputData, control: Control): ExecutionResult {
  const steps = execute(plan, backend, inputsOf(data));
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    control.done += step.value;
  }
}
