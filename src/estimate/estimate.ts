import type { Dtype } from "../backend/dtype.ts";
import type { Kind, Order } from "../combinatorics/tracked.ts";
import type { Network } from "../network/network.ts";
import type { Tensor } from "../network/tensor.ts";
import type { Form } from "../propagation/form.ts";
import type { MetricMode } from "../propagation/propagate.ts";
import { factorCovariance } from "../sampling/factor.ts";
import { lowerPlans, squaredDifferences } from "./ladder.ts";
import type { MethodOptions } from "./options.ts";
import { checkFits, type EstimatePlan, plan } from "./plan.ts";
import { type LayerMeans, reported } from "./report.ts";
import { runPlans, type Watch } from "./run.ts";
import { collectWarnings, isUnreliable, type Warning } from "./warnings.ts";

export interface EstimateOptions extends MethodOptions, Watch {
  /** Run the lower orders too, to see whether they converge; costs little. Default true. */
  readonly ladder?: boolean;
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
  /** Floating-point operations of the plan of this order. */
  readonly flops: number;
  /** WebAssembly memory used. */
  readonly bytes: number;
  /** Wall-clock time, lower orders included. */
  readonly seconds: number;
  /** Mean squared difference between each order and the next, from 1 to this one; empty without `ladder`. */
  readonly ladder: readonly number[];
  /** Variances came out negative or orders diverge: the method does not work on this network. */
  readonly unreliable: boolean;
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
  const { input } = planned.method;
  if (input?.covariance) await factorCovariance(input.covariance, options);
  const lower = options.ladder === false ? [] : lowerPlans(network, { ...options, ...(input && { input }) });
  const done = await runPlans(network, [...lower, planned], options);
  const main = done.at(-1)!;
  const differences = squaredDifferences(done.map(({ results }) => results.get("output")!));
  const warnings = collectWarnings(network, main, differences, planned.method);
  return {
    ...describe(planned),
    output: { mean: main.results.get("output")! },
    ...reported(network, planned, main.results),
    flops: planned.flops,
    bytes: planned.bytes,
    seconds: (performance.now() - start) / 1000,
    ladder: differences,
    unreliable: isUnreliable(warnings),
    warnings,
  };
}

function describe({ method: { order, kind, metric, dtype }, form }: EstimatePlan) {
  return { order, kind, metric, form, dtype };
}
