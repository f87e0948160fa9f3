import type { PlannedSource } from "../activations/activation.ts";
import { isOwn } from "../activations/own.ts";
import { MEMORY_LIMIT } from "../backend/arena.ts";
import { bytesPerElement } from "../backend/dtype.ts";
import { KpropError } from "../errors.ts";
import { checkNetwork } from "../network/check.ts";
import { type Network, widths } from "../network/network.ts";
import { checkOptions } from "../options.ts";
import { tooManyOperations } from "../plan/builder.ts";
import { planFlops } from "../plan/cost.ts";
import { drained } from "../plan/gradual.ts";
import { type Layout, planLayout, roomyBytes } from "../plan/memory.ts";
import type { Plan } from "../plan/plan.ts";
import type { FoldShape } from "../propagation/chain/fold/fold.ts";
import { FORMS, type Form, hasChain } from "../propagation/form.ts";
import { type NetworkShape, propagate } from "../propagation/propagate.ts";
import { Recent } from "../recent.ts";
import { canShareMemory } from "../threads/available.ts";
import { foldShape, LEAST_GAIN } from "./fold.ts";
import { METHOD_TYPES, type Method, type MethodOptions, resolveMethod } from "./options.ts";

/** What an estimate will do, known before it runs. */
export interface EstimatePlan {
  readonly method: Method;
  /** As tensors, or as factors. */
  readonly form: Form;
  /** How old factors of order 3's chain are folded; null: they are not. */
  readonly fold: FoldShape | null;
  /** Every operation on every buffer, in order. */
  readonly plan: Plan;
  /** Where the buffers lie in memory. */
  readonly layout: Layout;
  /** Floating-point operations, exactly as they will be performed. */
  readonly flops: number;
  /** How many threads will compute. */
  readonly threads: number;
  /** WebAssembly memory needed, all weights in use included, and what each thread needs for itself. */
  readonly bytes: number;
}

/**
 * Plans an estimate without running it. Its cost does not depend on the weights' values. That of the look at samples does
 * (`check`), and is not in it: the result says it.
 *
 * @throws KpropError `bad-option`, `bad-network` or `bad-input`; `too-large` for so many layers that the plan alone would be
 */
export function plan(network: Network, options: MethodOptions = {}): EstimatePlan {
  checkNetwork(network);
  return drained(planning(network, checkOptions<MethodOptions>("plan", options, METHOD_TYPES)));
}

/**
 * The same for a network that has been checked, its options checked at once and the plan to be written at a pace. `end`: in place of
 * no activation, on the last layer. `spread`: with the outputs' variances, and nothing of other layers.
 */
export function planning(
  network: Network,
  options: MethodOptions,
  end: PlannedSource | null = null,
  spread = false,
): Generator<void, EstimatePlan> {
  const asked = resolveMethod(network, options);
  const method = spread ? { ...asked, report: "spread" as const } : asked;
  const shape = shapeOf(network, method, end);
  return cheapest(shape, method);
}

/** A plan on its way; null: it would take too many operations. */
type Tried = Generator<void, EstimatePlan | null>;

/** The plan of which every form gives the same up to rounding. */
function exactPlan(shape: NetworkShape, method: Method): Tried {
  if (method.form !== null) return planAs(method.form, null, shape, method);
  if (!hasChain(method.order, method.kind)) return planAs("dense", null, shape, method);
  return cheaperForm(shape, method);
}

/** A chain with its old factors folded, where that saves enough or alone fits in memory. */
function* cheapest(shape: NetworkShape, method: Method): Generator<void, EstimatePlan> {
  const exact = yield* exactPlan(shape, method);
  const fold = foldShape(shape, method);
  const folded = fold && (yield* planAs("shared-chain", fold, shape, method));
  if (exact === null || folded === null) return exact ?? folded ?? refuse();
  const saves = exact.bytes > MEMORY_LIMIT || folded.flops * LEAST_GAIN <= exact.flops;
  return saves && folded.bytes <= MEMORY_LIMIT ? folded : exact;
}

/**
 * The form with fewer FLOPs among those that fit in memory. Plans of many thousand operations need not be written to be
 * turned down: the form that promises less is planned first, and the other only if it could still win.
 */
function* cheaperForm(shape: NetworkShape, method: Method): Tried {
  const [dense, chain] = [leastDenseFlops(shape, method.order), leastChainFlops(shape, method)];
  if (leastDenseBytes(shape, method) > MEMORY_LIMIT)
    return yield* planAs("shared-chain", null, shape, method);
  const [first, second] = dense < chain ? FORMS : FORMS.toReversed();
  const planned = yield* planAs(first!, null, shape, method);
  if (planned && planned.bytes <= MEMORY_LIMIT && planned.flops < Math.max(dense, chain)) return planned;
  return cheaper(planned, yield* planAs(second!, null, shape, method));
}

/** The dense form contracts one index of the largest tensor, one triangle of it, in every layer between. */
function leastDenseFlops(shape: NetworkShape, order: number): number {
  return between(shape).reduce((total, { inputs, outputs }) => total + outputs * inputs ** order, 0);
}

/** And holds that tensor before and after. */
function leastDenseBytes(shape: NetworkShape, { order, dtype }: Method): number {
  const most = between(shape).reduce((largest, { inputs, outputs }) => {
    return Math.max(largest, inputs ** order + outputs * inputs ** (order - 1));
  }, 0);
  return most * bytesPerElement(dtype);
}

/**
 * The chain takes every earlier layer's factors, matrices at order 3 and blocks at order 4, through every layer; to be
 * looked at as a tensor it is multiplied out.
 */
function leastChainFlops(shape: NetworkShape, { order, report }: Method): number {
  const perNeuron = order === 3 ? 6 : 4;
  let earlier = 0;
  let total = 0;
  for (const { inputs, outputs } of between(shape)) {
    total += perNeuron * earlier * outputs * inputs ** (order - 2);
    if (report === "cumulants") total += 2 * earlier * outputs ** order;
    earlier += inputs;
  }
  return total;
}

/** The linear maps that carry everything: neither the first nor the last. */
function between({ layers }: NetworkShape): { inputs: number; outputs: number }[] {
  return layers.slice(1, -1).map(({ outputs }, l) => ({ inputs: layers[l]!.outputs, outputs }));
}

/** What of a plan depends on shape and options alone, and is the same for every network of that shape. */
type ShapePlan = Omit<EstimatePlan, "method" | "threads" | "bytes">;

/** Plans written last; those of very many operations are not kept. */
const recent = new Recent<string, ShapePlan>(8);
const MOST_OPERATIONS = 20_000;

function* planAs(form: Form, fold: FoldShape | null, shape: NetworkShape, method: Method): Tried {
  const { order, kind, metric, dtype, report } = method;
  const key = JSON.stringify([form, fold, order, kind, metric, dtype, report, shape]);
  const known = hasOwnFunction(shape) ? undefined : recent.get(key);
  if (known !== undefined) return withThreads(known, method, shape);
  const plan = yield* tried(propagate(shape, { ...method, form, fold, directions: true }));
  if (plan === null) return null;
  const layout = yield* planLayout(plan, bytesPerElement(dtype));
  const written = { form, fold, plan, layout, flops: yield* planFlops(plan) };
  if (plan.operations.length <= MOST_OPERATIONS && !hasOwnFunction(shape)) recent.set(key, written);
  return withThreads(written, method, shape);
}

function* tried(work: Generator<void, Plan>): Generator<void, Plan | null> {
  try {
    return yield* work;
  } catch (error) {
    if (error instanceof KpropError && error.code === "too-large") return null;
    throw error;
  }
}

function refuse(): never {
  throw tooManyOperations();
}

function withThreads(written: ShapePlan, method: Method, shape: NetworkShape): EstimatePlan {
  const threads = threadsFor(written.flops, method, shape);
  return { method, ...written, threads, bytes: roomyBytes(written.layout, threads) };
}

/** How many threads compute that many FLOPs. */
export function threadsFor(flops: number, method: Method, shape: NetworkShape): number {
  return flops >= method.leastShared && canShareMemory() && !hasOwnFunction(shape) ? method.threads : 1;
}

/** A caller's own function has no text that tells it from another. */
export function hasOwnFunction({ layers }: NetworkShape): boolean {
  return layers.some(({ activation }) => activation !== null && isOwn(activation));
}

/** Of two plans for the same: one that fits in memory before one that does not, then the one with fewer FLOPs. */
function cheaper(a: EstimatePlan | null, b: EstimatePlan | null): EstimatePlan | null {
  if (a === null || b === null) return a ?? b;
  const [aFits, bFits] = [a.bytes <= MEMORY_LIMIT, b.bytes <= MEMORY_LIMIT];
  if (aFits !== bFits) return aFits ? a : b;
  return a.flops <= b.flops ? a : b;
}

/** @throws KpropError `too-large`, saying how much memory the plan needs */
export function checkFits({ method, bytes }: Pick<EstimatePlan, "method" | "bytes">, network: Network): void {
  if (bytes <= MEMORY_LIMIT) return;
  const gib = (x: number) => `${(x / 2 ** 30).toPrecision(3)} GiB`;
  const what = `order ${method.order} ${method.kind} on widths ${shortened(widths(network))} in ${method.dtype}`;
  throw new KpropError(
    "too-large",
    `${what} needs ${gib(bytes)}; WebAssembly's memory holds ${gib(MEMORY_LIMIT)}`,
  );
}

/** At most so many widths are named. */
const NAMED = 12;

function shortened(widths: readonly number[]): string {
  return widths.length > NAMED ? `${widths.slice(0, NAMED).join("-")}-…` : widths.join("-");
}

export function shapeOf(network: Network, { input }: Method, end: PlannedSource | null = null): NetworkShape {
  return {
    inputs: network.layers[0]!.weight.columns,
    layers: network.layers.map(({ weight, bias, activation }) => ({
      outputs: weight.rows,
      bias: bias !== null,
      activation: activation === null ? end : activation.wick,
    })),
    input: { mean: input !== null, covariance: input !== null && input.covariance !== null },
  };
}
