import { Arena } from "../backend/arena.ts";
import type { Kernels } from "../backend/instance.ts";
import { paced } from "../backend/pace.ts";
import type { Precision } from "../backend/precision.ts";
import { type LaidOut, WasmBackend } from "../backend/wasm-backend.ts";
import type { Engine } from "../engine/engine.ts";
import { type ExecutionResult, execute } from "../plan/execute.ts";
import { type InputData, inputsOf } from "./inputs.ts";
import type { EstimatePlan } from "./plan.ts";

/** How long work is watched over. */
export interface Watch {
  /** Aborting rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called as the work proceeds, with FLOPs done and in all. */
  readonly onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/** Runs plans one after the other on one instance of the kernels, in this thread; their results, in order. */
export function runPlans(
  engine: Engine,
  plans: readonly EstimatePlan[],
  data: InputData,
  { precision, signal, onProgress }: Watch & { readonly precision: Precision },
): Promise<readonly ExecutionResult[]> {
  const total = totalFlops(plans);
  let done = 0;
  const onPause = onProgress && (() => onProgress({ done, total }));
  const count = (flops: number) => {
    done += flops;
  };
  return engine.withKernels(precision, async (kernels) => {
    const results: ExecutionResult[] = [];
    for (const { plan, layout, method } of plans) {
      const laidOut = { plan, layout, dtype: method.dtype };
      results.push(await paced(steps(kernels, laidOut, data, count), { signal, onPause }));
    }
    onProgress?.({ done, total });
    return results;
  });
}

/** What a plan does on an instance of the kernels, from the start of its memory; FLOPs are handed to `count`. */
export function steps(
  kernels: Kernels,
  laidOut: LaidOut,
  data: InputData,
  count: (flops: number) => void,
): Generator<void, ExecutionResult> {
  const backend = new WasmBackend(kernels, new Arena(kernels), laidOut);
  return execute(laidOut.plan, backend, inputsOf(data), count);
}

export function totalFlops(plans: readonly EstimatePlan[]): number {
  return plans.reduce((flops, planned) => flops + planned.flops, 0);
}
