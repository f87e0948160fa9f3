import type { PlannedSource } from "../activations/activation.ts";
import type { Kind, Order } from "../combinatorics/tracked.ts";
import { PlanBuilder } from "../plan/builder.ts";
import type { BufferId, Plan } from "../plan/plan.ts";
import { along, whole } from "../plan/views.ts";
import { expandChain, expandMade } from "./chain/expand.ts";
import type { FoldShape } from "./chain/fold/fold.ts";
import { expandChain4, expandMade4 } from "./chain4/expand.ts";
import { checkDepth } from "./depth.ts";
import { storeDirections } from "./directions.ts";
import type { Form } from "./form.ts";
import { type LinearMap, linearStep } from "./linear.ts";
import { inputNoise, type Precise } from "./noise.ts";
import { nonlinearStep } from "./nonlinear.ts";
import { Slices } from "./slices.ts";
import { covarianceOf, cube, meanOf, type Part, type Reach, type State } from "./state.ts";

/** What a plan depends on: everything of a network but its numbers. */
export interface NetworkShape {
  readonly inputs: number;
  readonly layers: readonly { outputs: number; bias: boolean; activation: PlannedSource | null }[];
  /** Which moments of the input are given; otherwise mean 0, covariance I. */
  readonly input: { mean: boolean; covariance: boolean };
}

/** How G is carried: W Wᵀ, or its average over random weights (spec section 3). */
export type MetricMode = "exact" | "average";

export interface PropagationOptions {
  readonly order: Order;
  readonly kind: Kind;
  readonly metric: MetricMode;
  /** What the plan will be computed in. */
  readonly dtype: Precise;
  /** As tensors or as factors; the result is the same up to rounding. */
  readonly form: Form;
  /** How old entries of order 3's shared chain are folded, which is no longer exact; null: not at all. */
  readonly fold: FoldShape | null;
  /** What is handed out: the output's mean, its variances as well, every layer's means as well, or every tracked core. */
  readonly report: Report;
  /** Hand out the output's covariance too, from order 2 on; default: only if it is reported. */
  readonly covariance?: boolean;
  /** Hand out what tells how many directions layers have, see `storeDirections`; default: not. */
  readonly directions?: boolean;
}

export type Report = "output" | "spread" | "layers" | "cumulants";

/**
 * The plan that carries cumulants up to the order from the input to the output; yields after every layer.
 *
 * Loads `layers.I.weight`, `layers.I.bias`, `layers.I.weightVariance` (0-based), `input.mean` and
 * `input.covariance`; stores `output`, and as asked `output/kappa2`, `Z1/kappa1`, `X1/kappa2`, `X1/kappa4/r2` … (1-based), or `spread`;
 * of a caller's own function of layer 2 the Gaussians that it is averaged over, `own2/mean` and `own2/variance`,
 * of a tail the Gaussian that it is divided by as well, `tail/mean` and `tail/variance`; with `directions` `Z1/trace` and `Z1/square`.
 *
 * @throws KpropError `too-large` for more layers than a plan may have operations for
 * @see Wu et al., arXiv:2605.05179; spec sections 2 to 5
 */
export function* propagate(shape: NetworkShape, options: PropagationOptions): Generator<void, Plan> {
  checkDepth(shape, options);
  const builder = new PlanBuilder();
  let state = inputState(builder, shape, options);
  const last = shape.layers.findLastIndex(({ activation }) => activation !== null);
  for (const [l, { activation }] of shape.layers.entries()) {
    builder.startLayer(l + 1);
    const wanted = reachOf(shape, l, options);
    const map = loadMap(builder, shape, l, options);
    state = linearStep(builder, state, map, linearReach(wanted, activation, options.report));
    report(builder, state, `Z${l + 1}`, options.report);
    if (options.directions && activation !== null && l < last) storeDirections(builder, state, `Z${l + 1}`);
    if (activation !== null) {
      state = nonlinearStep(builder, state, activation, options, wanted);
      report(builder, state, `X${l + 1}`, options.report);
    }
    yield;
  }
  builder.store("output", meanOf(state));
  lookAtOutput(builder, state);
  if (options.covariance) builder.store("output/kappa2", covarianceOf(state));
  if (options.report === "spread") builder.store("spread", variances(builder, state));
  return builder.finish();
}

type Wanted = Exclude<Reach, "diagonal">;

/** What is asked of a layer's linear map: an activation's mean takes every slice (d), and so do variances. */
function linearReach(wanted: Wanted, activation: PlannedSource | null, report: Report): Reach {
  if (activation !== null) return wanted === "mean" ? "diagonal" : "all";
  return report === "spread" ? "diagonal" : wanted;
}

/** kappa_2's diagonal. */
function variances(builder: PlanBuilder, state: State): BufferId {
  const out = builder.buffer("spread", [state.n]);
  const diagonal = new Slices(builder, state).view([2], [0], 1)!;
  builder.terms([state.n], whole(out, [state.n]), [{ coefficient: 1, factors: [diagonal] }]);
  return out;
}

/** Has the output's variances reported where they are computed; at order 1 they are everybody's mean. */
function lookAtOutput(builder: PlanBuilder, state: State): void {
  const form = state.parts.get(2)?.form;
  if (form !== "whole" && form !== "diagonal") return;
  const variance = new Slices(builder, state).view([2], [0], 1)!;
  builder.floorVariance(state.n, meanOf(state), variance, state.noise, true);
}

/** What is asked of layer l's result: of the last one, and of one that only a linear output map follows, what is handed out. */
function reachOf({ layers }: NetworkShape, l: number, options: PropagationOptions): Wanted {
  if (options.report === "cumulants" || options.report === "spread") return "all";
  const next = layers[l + 1];
  const isLast = next === undefined || (l + 2 === layers.length && next.activation === null);
  if (!isLast) return "all";
  return options.covariance ? "covariance" : "mean";
}

function loadMap(
  builder: PlanBuilder,
  shape: NetworkShape,
  l: number,
  options: PropagationOptions,
): LinearMap {
  const { outputs, bias } = shape.layers[l]!;
  const inputs = l === 0 ? shape.inputs : shape.layers[l - 1]!.outputs;
  const average = options.metric === "average";
  return {
    inputs,
    outputs,
    view: whole(builder.load(`layers.${l}.weight`, [outputs, inputs]), [outputs, inputs]),
    bias: bias ? builder.load(`layers.${l}.bias`, [outputs]) : null,
    weightVariance: average ? builder.load(`layers.${l}.weightVariance`, []) : null,
  };
}

/** X0: its mean and covariance; for order 1 only the covariance's radial part, tr/n (spec section 2). */
function inputState(
  builder: PlanBuilder,
  shape: NetworkShape,
  { order, dtype }: Pick<PropagationOptions, "order" | "dtype">,
): State {
  const n = shape.inputs;
  const parts = new Map<number, Part>();
  if (shape.input.mean) parts.set(1, { form: "whole", buffer: builder.load("input.mean", [n]) });
  const covariance = shape.input.covariance ? builder.load("input.covariance", cube(n, 2)) : null;
  if (order === 1) parts.set(2, { form: "radial", core: meanVariance(builder, covariance, n), r: 1 });
  else parts.set(2, covariance === null ? { form: "identity" } : { form: "whole", buffer: covariance });
  const noise = order === 1 ? null : inputNoise(builder, n, covariance, dtype);
  return { n, parts, metric: { form: "identity" }, noise };
}

/** tr(covariance)/n, a single number; 1 for the identity. */
function meanVariance(builder: PlanBuilder, covariance: BufferId | null, n: number): BufferId {
  const out = builder.buffer("mean variance", []);
  if (covariance === null) {
    builder.terms([], whole(out, []), [{ coefficient: 1, factors: [] }]);
  } else {
    const diagonal = along(covariance, cube(n, 2), [0, 0], 1);
    builder.terms([n], along(out, [], [], 1), [{ coefficient: 1 / n, factors: [diagonal] }]);
  }
  return out;
}

function report(
  builder: PlanBuilder,
  state: State,
  vector: string,
  what: PropagationOptions["report"],
): void {
  if (what === "output" || what === "spread") return;
  builder.store(`${vector}/kappa1`, meanOf(state));
  if (what === "layers") return;
  for (const [d, part] of state.parts) {
    const core = d === 1 ? null : coreOf(builder, part, state.n);
    const radial = part.form === "radial" ? `/r${part.r}` : "";
    if (core !== null) builder.store(`${vector}/kappa${d}${radial}`, core);
  }
}

/** What is stored of a part: its tensor or core; null for the identity, which nobody computed. */
function coreOf(builder: PlanBuilder, part: Part, n: number): BufferId | null {
  switch (part.form) {
    case "identity":
      return null;
    case "radial":
      return part.core;
    case "chain":
      return expandChain(builder, part.chain, n);
    case "made-chain":
      return expandMade(builder, part.chain, n);
    case "chain4":
      return expandChain4(builder, part.chain, n);
    case "made-chain4":
      return expandMade4(builder, part.chain, n);
    default:
      return part.buffer;
  }
}
