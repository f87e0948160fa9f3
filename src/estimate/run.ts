import { Arena } from "../backend/arena.ts";
import { paced } from "../backend/pace.ts";
import { withKernels } from "../backend/pool.ts";
import { WasmBackend } from "../backend/wasm-backend.ts";
import type { Network } from "../network/network.ts";
import { type ExecutionResult, execute } from "../plan/execute.ts";
import { inputsOf } from "./inputs.ts";
import type { EstimatePlan } from "./plan.ts";

/** How long work is watched over. */
export interface Watch {
  /** Aborting rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called as the work proceeds, with FLOPs done and in all. */
  readonly onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/** Runs plans one after the other on one instance of the kernels; their results, in order. */
export function runPlans(
  network: Network,
  plans: readonly EstimatePlan[],
  { signal, onProgress }: Watch,
): Promise<ExecutionResult[]> {
  const total = plans.reduce((flops, planned) => flops + planned.flops, 0);
  let done = 0;
  const onPause = onProgress && (() => onProgress({ done, total }));
  return withKernels(async (kernels) => {
    const results: ExecutionResult[] = [];
    for (const { plan, layout, method } of plans) {
      const backend = new WasmBackend(kernels, new Arena(kernels), plan, layout, method.dtype);
      const steps = counted(execute(plan, backend, inputsOf(network, method)), (flops) => {
        done += flops;
      });
      results.push(await paced(steps, { signal, onPause }));
    }
    onProgress?.({ done, total });
    return results;
  });
}

/** The same steps, what each yields handed to `count`. */
function* counted<T>(steps: Generator<number, T>, count: (flops: number) => void): Generator<void, T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    count(step.value);
    yield;
  }
}
