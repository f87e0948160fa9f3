import { paced } from "../backend/pace.ts";
import type { Precision } from "../backend/precision.ts";
import type { LaidOut } from "../backend/wasm-backend.ts";
import type { Engine } from "../engine/engine.ts";
import type { InputData } from "../estimate/inputs.ts";
import { steps, type Watch } from "../estimate/run.ts";
import type { ExecutionResult } from "../plan/execute.ts";
import { layoutBytes } from "../plan/memory.ts";
import type { GradientPlan } from "./plan.ts";

/** What is run on the way there and back. */
export interface Running {
  readonly engine: Engine;
  readonly data: InputData;
  /** What the way back loads, from what the way there gave. */
  readonly turn: (forward: ExecutionResult) => Readonly<Record<string, Float64Array>>;
  readonly watch: Watch & { readonly precision: Precision };
}

export interface Ran {
  readonly forward: ExecutionResult;
  readonly backward: ExecutionResult;
  readonly threads: number;
}

/** With the threads that are planned, or here where they cannot be had. */
export async function runGradient(planned: GradientPlan, running: Running): Promise<Ran> {
  const { threads } = planned;
  const shared = threads > 1 ? await runTogether(planned, running) : null;
  return shared ? { ...shared, threads } : { ...(await runHere(planned, running)), threads: 1 };
}

type Both = Omit<Ran, "threads">;

async function runTogether(planned: GradientPlan, running: Running): Promise<Both | null> {
  const [{ withShared }, { scheduled }] = await Promise.all([
    import("../estimate/run-shared.ts"),
    import("../estimate/scheduled.ts"),
  ]);
  const { engine, data, turn, watch } = running;
  const [there, back] = laidOut(planned);
  const { threads, flops: total } = planned;
  const bytes = layoutBytes(planned.layout, threads);
  return withShared(engine, threads, bytes, { ...watch, total }, async (run) => {
    const inPlace = (plan: LaidOut) => paced(scheduled([plan], threads, null), watch);
    const [forward] = await run(await inPlace(there), data);
    const [backward] = await run(await inPlace(back), { ...data, others: turn(forward!) });
    return { forward: forward!, backward: backward! };
  });
}

function runHere(planned: GradientPlan, { engine, data, turn, watch }: Running): Promise<Both> {
  const { precision, signal, onProgress } = watch;
  const [there, back] = laidOut(planned);
  let done = 0;
  const report = () => onProgress?.({ done, total: planned.flops });
  return engine.withKernels(precision, async (kernels) => {
    const run = (plan: LaidOut, data: InputData) => {
      const work = steps(kernels, plan, data, (flops) => {
        done += flops;
      });
      return paced(work, { signal, onPause: report });
    };
    const forward = await run(there, data);
    const backward = await run(back, { ...data, others: turn(forward) });
    report();
    return { forward, backward };
  });
}

/** Both ways in the same memory. */
function laidOut({ forward, backward, layout, method: { dtype } }: GradientPlan) {
  return [forward, backward].map((plan) => ({ plan, layout, dtype })) as [LaidOut, LaidOut];
}
