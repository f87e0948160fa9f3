import type { PlannedSource } from "../activations/activation.ts";
import type { Dtype } from "../backend/dtype.ts";
import { compiledKernels } from "../backend/kernels.ts";
import { paced } from "../backend/pace.ts";
import type { Precision } from "../backend/precision.ts";
import type { Kind, Order } from "../combinatorics/tracked.ts";
import { defaultEngine } from "../engine/default.ts";
import type { Engine } from "../engine/engine.ts";
import { KpropError } from "../errors.ts";
import { checkNetwork, checkNetworkOnce } from "../network/check.ts";
import type { Network } from "../network/network.ts";
import type { Tensor } from "../network/tensor.ts";
import type { ExecutionResult } from "../plan/execute.ts";
import { roomyBytes } from "../plan/memory.ts";
import type { Form } from "../propagation/form.ts";
import type { MetricMode } from "../propagation/propagate.ts";
import { factorOf } from "../sampling/factor-of.ts";
import type { Expense } from "./budget/conclude.ts";
import { core as budgetCore } from "./budget/core.ts";
import type { Budget } from "./budget/options.ts";
import { core as checkCore } from "./check/core.ts";
import type { Look } from "./check/looked.ts";
import type { ExpectedError } from "./expected-error.ts";
import type { Folded } from "./folded.ts";
import { inputData } from "./inputs.ts";
import { lowerPlans } from "./ladder.ts";
import { checkEstimateOptions, type MethodOptions, resolveMethod } from "./options.ts";
import { checkFits, type EstimatePlan, planning } from "./plan.ts";
import type { LayerMeans } from "./report.ts";
import { runPlans, type Watch } from "./run.ts";
import type { Combination } from "./trust/combine.ts";
import { core } from "./trust/core.ts";
import type { CombinationName } from "./trust/options.ts";
import type { Certificate } from "./trust/verify.ts";
import type { Warning } from "./warnings/warning.ts";

export interface EstimateOptions extends MethodOptions, Watch {
  /** Run the lower orders too, to see whether they converge; costs little. Default true. */
  readonly ladder?: boolean;
  /**
   * Draw so many samples, 64 or more, and say by them how far the estimate is off: see `Certificate`. They cost what `sample`
   * does, in f32.
   */
  readonly verify?: number;
  /**
   * With `verify`: combine the estimate with the samples' means. "safe" shrinks these towards the estimate, and has a smaller
   * expected error than they have, whatever the estimate's; "calibrated" weighs both by the errors to expect, and is better
   * where the ladder is right. Default: not at all.
   */
  readonly combine?: CombinationName;
  /**
   * Look at a few samples and say so, by a warning `off-samples`, where the estimate is off by more than a tenth of the outputs'
   * deviations: some dozens of samples, and thousands where these or the estimate's own numbers cast doubt. Not done with `verify`,
   * `budget` or `target`, which draw samples of their own. Default true.
   */
  readonly check?: boolean;
  /** Of the samples; an integer from 0 to 2^53 − 1, or a bigint below 2^64; default 0. */
  readonly seed?: number | bigint;
  /**
   * What it may cost in all: orders are chosen, and the rest drawn as samples, so that `output` has the least error to expect;
   * `expense` says of what. FLOPs are never exceeded, and give the same bits everywhere; seconds hardly ever by more than a
   * tenth. In f32 unless `dtype` says otherwise. Then there is no order, kind, form, ladder, `verify` or `combine` to give.
   */
  readonly budget?: Budget;
  /** The vnMSE to reach as cheaply as can be; without a budget for at most 1e12 FLOPs. `expense.target` says whether it is. */
  readonly target?: number;
  /** Where it runs: keeps threads and memory for the next call. Default: one for all calls that name none. */
  readonly engine?: Engine;
}

export interface Estimate {
  readonly order: Order;
  readonly kind: Kind;
  readonly metric: MetricMode;
  /** How cumulants of degree 3 and more were carried. */
  readonly form: Form;
  readonly dtype: Dtype;
  /** What was used: "strict" too where the runtime lacks what "relaxed" needs. */
  readonly precision: Precision;
  /** What was folded of a deep chain; absent where nothing was. */
  readonly folded?: Folded;
  /** E[output], one number per output neuron; with a budget or target the best means, of estimate and samples. */
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
  /** How many threads computed. */
  readonly threads: number;
  /** Wall-clock time, lower orders included; the look at samples has its own (`check.seconds`). */
  readonly seconds: number;
  /**
   * What a few samples say; absent with `check: false`, where samples are drawn otherwise, and where they
   * overflow, do not fit in memory or have more than 131,072 outputs.
   */
  readonly check?: Look;
  /** With `verify`: what samples say of the estimate. */
  readonly certificate?: Certificate;
  /** With `combine`: means between the estimate's and the samples'. */
  readonly combined?: Combination;
  /** With `budget` or `target`: what was spent, on what, and how good the means are. */
  readonly expense?: Expense;
  /** Mean squared difference between each order and the next, from 1 to this one; empty without `ladder`. */
  readonly ladder: readonly number[];
  /** What the ladder foretells of this order's error; null for order 1 and without `ladder`. */
  readonly expectedError: ExpectedError | null;
  /** Some warning is serious: the numbers are not to be trusted. */
  readonly unreliable: boolean;
  /** Reasons to doubt the result; empty when there are none. */
  readonly warnings: readonly Warning[];
}

/**
 * Estimates E[output] of a network under a Gaussian input from its weights alone, by cumulant propagation.
 *
 * Same network, same options: same bits on every runtime, unless `precision` is "relaxed".
 *
 * @throws KpropError `bad-option`, `bad-network`, `bad-input`, `too-large`, `not-finite`, `thread-died`, `disposed`; the signal's
 * reason when aborted
 * @see Wu et al., arXiv:2605.05179
 */
export async function estimate(network: Network, options: EstimateOptions = {}): Promise<Estimate> {
  checkNetworkOnce(network);
  const given = checkEstimateOptions(options);
  try {
    return await estimateChecked(network, given);
  } catch (error) {
    if (error instanceof KpropError && error.code === "not-finite") checkNetwork(network);
    throw error;
  }
}

/** A weight that is not finite makes its neuron's variance or the output so, and is looked for then. */
async function estimateChecked(network: Network, options: EstimateOptions): Promise<Estimate> {
  if (options.budget !== undefined || options.target !== undefined) {
    const { spent } = await import("./budget/spend.ts");
    return spent(network, options, resolveMethod(network, options), budgetCore(runEstimates));
  }
  if (options.verify === undefined && options.combine === undefined) {
    if (options.check === false) return (await estimateAlone(network, options)).estimate;
    lookLoaded ??= import("./check/looked.ts");
    const { looked } = await lookLoaded;
    return looked(network, options, resolveMethod(network, options), checkCore(estimateAlone));
  }
  const { verified } = await import("./trust/verify.ts");
  return verified(network, options, resolveMethod(network, options), core(estimateAlone));
}

/** An estimate without samples, and all that its plan stored. */
export type Alone = typeof estimateAlone;

async function estimateAlone(
  network: Network,
  options: EstimateOptions,
): Promise<{ estimate: Estimate; results: ReadonlyMap<string, Float64Array> }> {
  let expectedError = null as ExpectedError | null;
  const { planned, results, differences, ...found } = await estimateTo(
    null,
    network,
    options,
    async (all) => {
      const found = (await loadWarnings()).compared(network, all);
      expectedError = found.expectedError;
      return found.differences;
    },
  );
  const asked = planned.method.report === "output" ? null : await import("./report.ts");
  const estimate = (await loadWarnings()).finiteResult({
    ...found,
    output: { mean: results.get("output")! },
    ...asked?.reported(network, planned, results),
    ladder: differences,
    expectedError,
  });
  return { estimate, results };
}

/**
 * Estimates what a checked network's plans store, with `end` in place of no activation on its last layer. `compare` finds
 * how far the orders, lower ones first, are apart.
 */
export async function estimateTo(
  end: PlannedSource | null,
  network: Network,
  options: EstimateOptions,
  compare: (all: readonly ExecutionResult[], precision: Precision) => Promise<number[]>,
) {
  const start = performance.now();
  const planned = await paced(planning(network, options, end), options);
  checkFits(planned, network);
  const { method } = planned;
  const { input } = method;
  await factorOf(input, options);
  const given = { ...options, ...(input && { input }) };
  const lower = options.ladder === false ? [] : await paced(lowerPlans(network, given, end), options);
  const { precision } = await compiledKernels(method.precision);
  const { threads, results } = await runEstimates([...lower, planned], network, { ...options, precision });
  const main = results.at(-1)!;
  const differences = await compare(results, precision);
  const { collectWarnings, foldedOf, isUnreliable } = await loadWarnings();
  const folded = planned.fold && foldedOf(planned.fold, main);
  const warnings = collectWarnings(network, results, differences, method, folded);
  return {
    ...describe(planned),
    precision,
    ...(folded && { folded }),
    flops: planned.flops,
    bytes: roomyBytes(planned.layout, threads),
    threads,
    seconds: (performance.now() - start) / 1000,
    unreliable: isUnreliable(warnings),
    warnings,
    ...{ planned, results: main.results, differences },
  };
}

let lookLoaded: Promise<typeof import("./check/looked.ts")> | undefined;
let warningsLoaded: Promise<typeof import("./warnings/after.ts")> | undefined;

/** Loaded after all that computes; asked for again only here, as a runtime takes its time to find what it has loaded. */
function loadWarnings() {
  warningsLoaded ??= import("./warnings/after.ts");
  return warningsLoaded;
}

/** With the threads that the last plan is given, or here where they cannot be had. */
export async function runEstimates(
  plans: readonly EstimatePlan[],
  network: Network,
  options: Watch & { readonly precision: Precision; readonly engine?: Engine | undefined },
): Promise<{ threads: number; results: readonly ExecutionResult[] }> {
  const { engine = defaultEngine() } = options;
  const { threads, method } = plans.at(-1)!;
  const data = inputData(network, method.input);
  if (threads > 1) {
    const { runShared } = await import("./run-shared.ts");
    const results = await runShared(engine, threads, plans, data, options);
    if (results !== null) return { threads, results };
  }
  return { threads: 1, results: await runPlans(engine, plans, data, options) };
}

function describe({ method: { order, kind, metric, dtype }, form }: EstimatePlan) {
  return { order, kind, metric, form, dtype };
}
