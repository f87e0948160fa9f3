import type { Dtype } from "../backend/dtype.ts";
import { DTYPES } from "../backend/dtype.ts";
import { KINDS, type Kind, ORDERS, type Order } from "../combinatorics/tracked.ts";
import { KpropError } from "../errors.ts";
import { gaussianInput, type InputDraft } from "../network/gaussian-input.ts";
import type { GaussianInput, Network } from "../network/network.ts";
import { ANY, BOOLEAN, checkOptions, FUNCTION, SIGNAL } from "../options.ts";
import { FORMS, type Form, hasChain } from "../propagation/form.ts";
import type { MetricMode } from "../propagation/propagate.ts";
import { show } from "../show.ts";
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
  /** The input distribution; `{}` is N(0, I). Default: the one recorded with the network, or N(0, I). */
  readonly input?: InputDraft;
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
  readonly input: GaussianInput | null;
  readonly report: "output" | "layers" | "cumulants";
}

const METRICS: readonly MetricMode[] = ["exact", "average"];

/** `plan` takes what `estimate` takes, though it has no use for all of it. */
const TYPES = {
  ...{ order: ANY, kind: ANY, metric: ANY, form: ANY, dtype: ANY, input: ANY },
  ...{ layers: BOOLEAN, cumulants: BOOLEAN, ladder: BOOLEAN },
  ...{ signal: SIGNAL, onProgress: FUNCTION },
};

/**
 * @param network checked
 * @throws KpropError `bad-option` for an unknown option, a value outside its range or options that contradict each
 * other; `bad-input` for an input that is no draft of one
 */
export function resolveMethod(network: Network, options: MethodOptions): Method {
  checkOptions<EstimateOptions>("estimate", options, TYPES);
  const { order = 2, kind = "simple", metric = "exact", dtype = "f64", form = null } = options;
  oneOf("order", order, ORDERS);
  oneOf("kind", kind, KINDS);
  oneOf("metric", metric, METRICS);
  oneOf("dtype", dtype, DTYPES);
  if (form !== null) checkForm(form, order, kind);
  if (kind === "base" && order === 1) throw bad('kind "base" has orders 2 to 4');
  if (metric === "average") checkVariances(network);
  const report = options.cumulants ? "cumulants" : options.layers ? "layers" : "output";
  return { order, kind, metric, form, dtype, input: inputOf(network, options), report };
}

/** A network that a caller put together may lack `input`, which is null then. */
function inputOf(network: Network, { input }: MethodOptions): GaussianInput | null {
  if (input === undefined) return network.input ?? null;
  return gaussianInput(input, network.layers[0]!.weight.columns);
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
