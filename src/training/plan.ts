import { MEMORY_LIMIT } from "../backend/arena.ts";
import { bytesPerElement } from "../backend/dtype.ts";
import type { Method, MethodOptions } from "../estimate/options.ts";
import { checkFits, hasOwnFunction, planning, shapeOf, threadsFor } from "../estimate/plan.ts";
import type { Network } from "../network/network.ts";
import { type AdjointPlan, adjoint } from "../plan/adjoint/adjoint.ts";
import { planFlops } from "../plan/cost.ts";
import { type Layout, layoutBytes, planLayout } from "../plan/memory.ts";
import type { Plan } from "../plan/plan.ts";
import type { Form } from "../propagation/form.ts";
import { type NetworkShape, propagate } from "../propagation/propagate.ts";
import { Recent } from "../recent.ts";

/** What a gradient takes, known before it runs. */
export interface GradientPlan {
  readonly method: Method;
  readonly form: Form;
  /** The estimate, and then the way back. */
  readonly forward: Plan;
  readonly backward: Plan;
  /** Of both together. */
  readonly layout: Layout;
  readonly flops: number;
  readonly threads: number;
  readonly bytes: number;
}

/** The results that a loss is a function of, by the largest degree that it takes. */
const RESULTS = { 1: ["output"], 2: ["output", "output/kappa2"] } as const;

/**
 * Plans the gradient of a function of the output's moments by everything that the network is made of, at a pace. Nothing is folded.
 *
 * @param network checked
 * @param degree the largest degree of the output's cumulants that it is a function of
 * @throws KpropError `bad-option`, `bad-input`; `too-large` if even what has to stay for the way back does not fit
 */
export function* planGradient(
  network: Network,
  degree: 1 | 2,
  options: MethodOptions,
): Generator<void, GradientPlan> {
  const { method, form } = yield* planning(network, { ...options, fold: false });
  const shape = shapeOf(network, method);
  const written = yield* known(shape, form, degree, method);
  const threads = threadsFor(written.flops, method, shape);
  const planned = { method, form, ...written, threads, bytes: layoutBytes(written.layout, threads) };
  checkFits(planned, network);
  return planned;
}

type Written = Pick<GradientPlan, "forward" | "backward" | "layout" | "flops">;

/** Training asks for the same plan again and again. */
const recent = new Recent<string, Written>(4);

function* known(shape: NetworkShape, form: Form, degree: 1 | 2, method: Method): Generator<void, Written> {
  const { order, kind, metric, dtype, threads } = method;
  const key = JSON.stringify([form, order, kind, metric, dtype, threads, degree, shape]);
  const before = hasOwnFunction(shape) ? undefined : recent.get(key);
  const written = before ?? (yield* write(shape, form, degree, method));
  if (!hasOwnFunction(shape)) recent.set(key, written);
  return written;
}

/** With all values kept for the way back, or, where they do not fit, computed again layer by layer. */
function* write(shape: NetworkShape, form: Form, degree: 1 | 2, method: Method): Generator<void, Written> {
  const { order, kind, metric, dtype } = method;
  const options = { order, kind, metric, dtype, form, fold: null, report: "output" } as const;
  const estimate = yield* propagate(shape, { ...options, covariance: degree === 2 });
  const asked = { results: RESULTS[degree], wanted: isParameter };
  const laidOut = function* (values: "stored" | "recomputed"): Generator<void, Written> {
    const whole = yield* adjoint(estimate, { ...asked, values });
    const layout = yield* planLayout(whole.plan, bytesPerElement(dtype));
    return { ...parts(whole), layout, flops: yield* planFlops(whole.plan) };
  };
  const stored = yield* laidOut("stored");
  const bytes = layoutBytes(stored.layout, threadsFor(stored.flops, method, shape));
  return bytes <= MEMORY_LIMIT ? stored : yield* laidOut("recomputed");
}

/** Everything but the recorded variances of weights, which are constants of the average metric. */
function isParameter(source: string): boolean {
  return !source.endsWith(".weightVariance");
}

function parts({ plan, forward }: AdjointPlan): { forward: Plan; backward: Plan } {
  const { buffers, operations } = plan;
  return {
    forward: { buffers, operations: operations.slice(0, forward) },
    backward: { buffers, operations: operations.slice(forward) },
  };
}
