import type { Dtype } from "../backend/dtype.ts";
import { DTYPES } from "../backend/dtype.ts";
import { PRECISIONS, type Precision } from "../backend/precision.ts";
import { KINDS, type Kind, ORDERS, type Order } from "../combinatorics/tracked.ts";
import { ENGINE, THREADS } from "../engine/options.ts";
import { KpropError } from "../errors.ts";
import { type CheckedInput, checkInput } from "../network/check-input.ts";
import { gaussianInput, type InputDraft } from "../network/gaussian-input.ts";
import type { Network } from "../network/network.ts";
import { ANY, BOOLEAN, checkOptions, FUNCTION, SIGNAL } from "../options.ts";
import { FORMS, type Form, hasChain } from "../propagation/form.ts";
import type { MetricMode, Report } from "../propagation/propagate.ts";
import { SEED } from "../sampling/seed.ts";
import { show } from "../show.ts";
import { availableThreads, leastShared } from "../threads/available.ts";
import type { EstimateOptions } from "./estimate.ts";

/** Which estimator to run. */
export interface MethodOptions {
  /** K, the largest degree of cumulants carried whole: 1 to 4. Default 2. */
  readonly order?: Order;
  /** What is carried beyond that (spec section 2). Default "simple". */
  readonly kind?: Kind;
  /** W Wᵀ, or its average over random weights, which asks for every layer's weightVariance. Default "exact". */
  readonly metric?: MetricMode;
  /** How cumulants of degree 3 and more are carried. Default: the cheaper form that fits in memory. */
  readonly form?: Form;
  /** The element type of all arithmetic. Default "f64". */
  readonly dtype?: Dtype;
  /**
   * "relaxed" lets matrix products use the machine's fused multiply-add, whose bits may differ between machines;
   * "strict" is used where the runtime lacks it. Default "strict".
   */
  readonly precision?: Precision;
  /** The input distribution; `{}` is N(0, I). Default: the one recorded with the network, or N(0, I). */
  readonly input?: InputDraft;
  /**
   * The most threads to compute with, 1 to 1024; results do not depend on it. Work of less than some 20 ms (5 ms on an engine of
   * the caller's own), runtimes without shared memory and networks with a caller's own activation function get one. Default:
   * all cores.
   */
  readonly threads?: number;
  /**
   * Fold old factors of a deep chain (order 3 simple) into fewer directions where that saves enough; far below the
   * estimate's own error, and reported. Default true.
   */
  readonly fold?: boolean;
  /** Report the means of every layer. Default false. */
  readonly layers?: boolean;
  /** Report every tracked cumulant of every layer. Default false. */
  readonly cumulants?: boolean;
}

/** Method options with every default filled in. */
export interface Method {
  readonly order: Order;
  readonly kind: Kind;
  readonly metric: MetricMode;
  /** null: to be chosen. */
  readonly form: Form | null;
  readonly dtype: Dtype;
  /** What was asked for. */
  readonly precision: Precision;
  readonly input: CheckedInput | null;
  /** The most that may be used. */
  readonly threads: number;
  /** From so many FLOPs on. */
  readonly leastShared: number;
  readonly fold: boolean;
  readonly report: Report;
}

const METRICS: readonly MetricMode[] = ["exact", "average"];

/** What a method and who watches over it are given by: all that `plan` and tails take, the latter with their question. */
export const METHOD_TYPES = {
  ...{ order: ANY, kind: ANY, metric: ANY, form: ANY, dtype: ANY, precision: ANY, input: ANY },
  ...{ fold: BOOLEAN, layers: BOOLEAN, cumulants: BOOLEAN, ladder: BOOLEAN, threads: THREADS },
  ...{ signal: SIGNAL, onProgress: FUNCTION, engine: ENGINE },
};

/** What `estimate` takes beyond that is for samples. */
const ESTIMATE_TYPES = {
  ...METHOD_TYPES,
  ...{ check: BOOLEAN, verify: ANY, combine: ANY, seed: SEED, budget: ANY, target: ANY },
};

/** @throws KpropError `bad-option` */
export function checkEstimateOptions(options: EstimateOptions): EstimateOptions {
  return checkOptions<EstimateOptions>("estimate", options, ESTIMATE_TYPES);
}

/**
 * @param network checked
 * @throws KpropError `bad-option` for an unknown option, a value outside its range or options that contradict each
 * other; `bad-input` for an input that is no draft of one or does not fit
 */
export function resolveMethod(network: Network, options: MethodOptions): Method {
  checkEstimateOptions(options);
  const { order = 2, kind = "simple", metric = "exact", form, fold = true } = options;
  const { dtype = "f64", precision = "strict" } = options;
  oneOf("order", order, ORDERS);
  oneOf("kind", kind, KINDS);
  oneOf("metric", metric, METRICS);
  oneOf("dtype", dtype, DTYPES);
  oneOf("precision", precision, PRECISIONS);
  if (form !== undefined) checkForm(form, order, kind);
  if (kind === "base" && order === 1) throw bad('kind "base" has orders 2 to 4');
  if (metric === "average") checkVariances(network);
  const report = options.cumulants ? "cumulants" : options.layers ? "layers" : "output";
  const { threads = availableThreads(), engine } = options as EstimateOptions;
  const input = inputOf(network, options);
  const shared = { threads, leastShared: leastShared(engine) };
  return { order, kind, metric, form: form ?? null, dtype, precision, input, fold, ...shared, report };
}

/** A network that a caller put together may lack `input`, which is null then. */
function inputOf({ input: own = null, layers }: Network, { input }: MethodOptions): CheckedInput | null {
  const width = layers[0]!.weight.columns;
  const asked = input === undefined ? own : gaussianInput(input, width);
  return asked && checkInput(asked, width);
}

function checkForm(form: Form, order: Order, kind: Kind): void {
  oneOf("form", form, FORMS);
  if (form === "shared-chain" && !hasChain(order, kind)) {
    throw bad(`order ${order} ${kind} has no shared-chain form`);
  }
}

function oneOf<T>(name: string, value: T, allowed: readonly T[]): void {
  if (allowed.includes(value)) return;
  throw bad(`${name} is ${show(value)}; expected one of ${allowed.join(", ")}`);
}

function checkVariances({ layers }: Network): void {
  const missing = layers.findIndex((layer) => layer.weightVariance === null);
  if (missing < 0) return;
  throw bad(
    `the average metric needs every layer's weight variance (w_var); layer ${missing + 1} has none recorded`,
  );
}

function bad(message: string): KpropError {
  return new KpropError("bad-option", message);
}
