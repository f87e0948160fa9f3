import { Arena } from "../backend/arena.ts";
import type { Dtype } from "../backend/dtype.ts";
import { paced } from "../backend/pace.ts";
import { withKernels } from "../backend/pool.ts";
import { WasmBackend } from "../backend/wasm-backend.ts";
import type { Kind, Order } from "../combinatorics/tracked.ts";
import type { Network } from "../network/network.ts";
import type { Tensor } from "../network/tensor.ts";
import { type ExecutionResult, execute } from "../plan/execute.ts";
import type { Form } from "../propagation/form.ts";
import type { MetricMode } from "../propagation/propagate.ts";
import { factorCovariance } from "../sampling/factor.ts";
import { inputsOf } from "./inputs.ts";
import type { MethodOptions } from "./options.ts";
import { checkFits, type EstimatePlan, plan } from "./plan.ts";
import { type LayerMeans, reported } from "./report.ts";
import { collectWarnings, type Warning } from "./warnings.ts";

export interface EstimateOptions extends MethodOptions {
  /** Aborting rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called as the work proceeds, with FLOPs done and in all. */
  readonly onProgress?: (progress: { done: number; total: number }) => void;
}

export interface Estimate {
  readonly order: Order;
  readonly kind: Kind;
  readonly metric: MetricMode;
  /** How cumulants of degree 3 and more were carried. */
  readonly form: Form;
  readonly dtype: Dtype;
  /** E[output], one number per output neuron. */
  readonly output: { readonly mean: Float64Array };
  /** With `layers` or `cumulants`: every layer's means. */
  readonly layers?: readonly LayerMeans[];
  /**
   * With `cumulants`: every tracked core by name, layers counted from 1. `Z2/kappa2` is the covariance of the
   * second layer's pre-activation; `X1/kappa4/r2` the core of the radial part of order 2 of degree 4.
   */
  readonly cumulants?: ReadonlyMap<string, Tensor>;
  /** Floating-point operations performed. */
  readonly flops: number;
  /** WebAssembly memory used. */
  readonly bytes: number;
  /** Wall-clock time. */
  readonly seconds: number;
  /** Reasons to doubt the result; empty when there are none. */
  readonly warnings: readonly Warning[];
}

/**
 * Estimates E[output] of a network under a Gaussian input from its weights alone, by cumulant propagation.
 *
 * Same network, same options: same bits on every runtime.
 *
 * @throws KpropError `bad-option`, `bad-network`, `bad-input`, `too-large`, `not-finite`
 * @see Wu et al., arXiv:2605.05179
 */
export async function estimate(network: Network, options: EstimateOptions = {}): Promise<Estimate> {
  const start = performance.now();
  const planned = plan(network, options);
  checkFits(planned, network);
  if (planned.method.input?.covariance) await factorCovariance(planned.method.input.covariance, options);
  const done = await run(network, planned, options);
  return {
    ...describe(planned),
    output: { mean: done.results.get("output")! },
    ...reported(network, planned, done.results),
    flops: planned.flops,
    bytes: planned.bytes,
    seconds: (performance.now() - start) / 1000,
    warnings: collectWarnings(network.notes, done),
  };
}

function describe({ method: { order, kind, metric, dtype }, form }: EstimatePlan) {
  return { order, kind, metric, form, dtype };
}

function run(network: Network, planned: EstimatePlan, options: EstimateOptions): Promise<ExecutionResult> {
  const { plan, layout, method, flops } = planned;
  return withKernels((kernels) => {
    const backend = new WasmBackend(kernels, new Arena(kernels), plan, layout, method.dtype);
    let done = 0;
    const steps = counted(execute(plan, backend, inputsOf(network, method)), (more) => {
      done += more;
    });
    const onPause = () => options.onProgress?.({ done, total: flops });
    return paced(steps, { signal: options.signal, onPause });
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
