import type { Dtype } from "../backend/dtype.ts";
import { compiledKernels } from "../backend/kernels.ts";
import { paced } from "../backend/pace.ts";
import type { Precision } from "../backend/precision.ts";
import type { Kind, Order } from "../combinatorics/tracked.ts";
import { finiteResult } from "../estimate/finite-result.ts";
import { narrow } from "../estimate/warnings/narrow.ts";
import { isUnreliable, type Warning } from "../estimate/warnings/warning.ts";
import { checkNetwork } from "../network/check.ts";
import type { Network } from "../network/network.ts";
import { factorOf } from "../sampling/factor-of.ts";
import { compute, type Done, flopsOf, type Run } from "./compute.ts";
import { type Gradient, summed } from "./gradient.ts";
import type { Loss } from "./loss.ts";
import { checkGradientOptions, type GradientOptions } from "./options.ts";
import { planGradient } from "./plan.ts";
import { objectivesOf } from "./resolve.ts";
export interface ValueAndGradient {
  readonly value: number;
  readonly gradient: Gradient;
  readonly order: Order;
  readonly kind: Kind;
  readonly dtype: Dtype;
  readonly precision: Precision;
  /** Floating-point operations, there and back. */
  readonly flops: number;
  /** WebAssembly memory used. */
  readonly bytes: number;
  /** How many threads computed. */
  readonly threads: number;
  /** Wall-clock time. */
  readonly seconds: number;
  /** The method does not work on this network. */
  readonly unreliable: boolean;
  /** Reasons to doubt the result; empty when there are none. */
  readonly warnings: readonly Warning[];
}

/**
 * A loss of a network's output under a Gaussian input, and its gradient by every weight and bias and by the input's moments: the
 * exact derivative of the estimate, in reverse mode, for about three times the estimate's FLOPs. (Of smooth activations it is the
 * derivative of Gaussian averages, which the rule of 100 nodes stands for.)
 *
 * Same network, same options: same bits on every runtime, unless `precision` is "relaxed".
 *
 * @throws KpropError `bad-option`, `bad-network`, `bad-input`, `too-large`, `not-finite`, `thread-died`, `disposed`; the signal's
 * reason when aborted
 * @see spec section 9: Wick coefficients differentiate into Wick coefficients
 */
export async function valueAndGradient(
  network: Network,
  loss: Loss,
  options: GradientOptions = {},
): Promise<ValueAndGradient> {
  const start = performance.now();
  checkNetwork(network);
  checkGradientOptions(options);
  const runs: Run[] = [];
  for (const objective of objectivesOf(network, loss, options.order ?? 2)) {
    const plan = await paced(planGradient(objective.network, objective.degree, options), options);
    runs.push({ objective, plan });
  }
  const { method } = runs[0]!.plan;
  await factorOf(method.input, options);
  const { precision } = await compiledKernels(method.precision);
  const done: Done[] = [];
  for (const at of runs.keys()) done.push(await compute(runs, at, { ...options, precision }));
  const { order, kind, dtype } = method;
  const warnings = distinct([...narrow(network), ...done.flatMap((part) => part.warnings)]);
  return finiteResult({
    value: done.reduce((total, { value }) => total + value, 0),
    gradient: summed(done.map(({ gradient }) => gradient)),
    ...{ order, kind, dtype, precision, flops: flopsOf(runs) },
    bytes: Math.max(...done.map(({ bytes }) => bytes)),
    threads: Math.max(...done.map(({ threads }) => threads)),
    seconds: (performance.now() - start) / 1000,
    unreliable: isUnreliable(warnings),
    warnings,
  });
}

/** Parts of a loss may meet the same thing. */
function distinct(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((warning) => [warning.message, warning])).values()];
}
