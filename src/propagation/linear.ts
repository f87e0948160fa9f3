import type { PlanBuilder } from "../plan/builder.ts";
import type { BufferId } from "../plan/plan.ts";
import { whole } from "../plan/views.ts";
import { chainThrough } from "./chain/linear.ts";
import { chain4Through } from "./chain4/linear.ts";
import { contract, contractVector, gram, halfCongruence, rowProducts } from "./contract.ts";
import { contractThreeDiagonal } from "./contract-three.ts";
import { noiseThrough } from "./noise.ts";
import type { Metric, Part, Reach, State } from "./state.ts";
import type { WeightMatrix } from "./weight-matrix.ts";

/** What the plan knows of a linear map z = W x + b. */
export interface LinearMap extends WeightMatrix {
  readonly bias: BufferId | null;
  /** The average metric's w_var, a single number; null: the exact metric. */
  readonly weightVariance: BufferId | null;
}

/** The state of z = W x + b, as far as it is asked for (spec section 3). */
export function linearStep(builder: PlanBuilder, x: State, map: LinearMap, reach: Reach): State {
  const parts = new Map<number, Part>();
  parts.set(1, { form: "whole", buffer: meanStep(builder, x.parts.get(1), map) });
  if (reach === "mean") return { n: map.outputs, parts, metric: { form: "identity" }, noise: null };
  const most = reach === "covariance" ? 2 : Number.POSITIVE_INFINITY;
  const much = reach === "covariance" ? "all" : reach;
  for (const [d, part] of x.parts) {
    if (d > 1 && d <= most) parts.set(d, partStep(builder, d, part, map, much));
  }
  const metric = metricStep(builder, parts, map, much);
  return { n: map.outputs, parts, metric, noise: noiseThrough(builder, x.noise, map, metric) };
}

/** W mean + b, either of which may be absent. */
function meanStep(builder: PlanBuilder, mean: Part | undefined, map: LinearMap): BufferId {
  if (mean?.form === "whole") {
    const out = contractVector(builder, mean.buffer, map, "mean");
    if (map.bias !== null) addBias(builder, out, map.bias, map.outputs);
    return out;
  }
  if (map.bias !== null) return map.bias;
  const zero = builder.buffer("mean", [map.outputs]);
  builder.terms([map.outputs], whole(zero, [map.outputs]), []);
  return zero;
}

function addBias(builder: PlanBuilder, mean: BufferId, bias: BufferId, n: number): void {
  builder.terms([n], whole(mean, [n]), [{ coefficient: 1, factors: [whole(bias, [n])] }], true);
}

function partStep(
  builder: PlanBuilder,
  d: number,
  part: Part,
  map: LinearMap,
  reach: "diagonal" | "all",
): Part {
  const name = `kappa${d}`;
  switch (part.form) {
    case "identity":
      return reach === "diagonal"
        ? { form: "diagonal", buffer: rowProducts(builder, map.view, map, name) }
        : { form: "whole", buffer: gram(builder, map, name) };
    case "whole":
      return reach === "diagonal"
        ? diagonalStep(builder, d, part.buffer, map)
        : { form: "whole", buffer: contract(builder, part.buffer, d, map, name) };
    case "radial":
      return { ...part, core: contract(builder, part.core, d - 2 * part.r, map, `${name} core`) };
    case "made-chain":
      return { form: "chain", chain: chainThrough(builder, part.chain, map, reach) };
    case "made-chain4":
      return { form: "chain4", chain: chain4Through(builder, part.chain, map, reach) };
    case "chain":
    case "chain4":
    case "diagonal":
      throw new Error(`an activation's cumulants are never carried as ${part.form}`);
  }
}

/** The slice (d) of a whole tensor; at order 4 the tensor itself, which has it. */
function diagonalStep(builder: PlanBuilder, d: number, tensor: BufferId, map: LinearMap): Part {
  if (d > 3) return { form: "whole", buffer: contract(builder, tensor, d, map, `kappa${d}`) };
  const buffer =
    d === 3
      ? contractThreeDiagonal(builder, tensor, map)
      : rowProducts(builder, halfCongruence(builder, tensor, map), map, "kappa2");
  return { form: "diagonal", buffer };
}

/** The metric after W, from the identity before it, if there are radial parts; order 1 asks for its diagonal only. */
function metricStep(
  builder: PlanBuilder,
  parts: ReadonlyMap<number, Part>,
  map: LinearMap,
  reach: Reach,
): Metric {
  if (![...parts.values()].some((part) => part.form === "radial")) return { form: "identity" };
  if (map.weightVariance !== null) return { form: "scaled", scale: map.weightVariance };
  const diagonal = reach === "diagonal" || parts.get(2)?.form === "radial";
  return diagonal
    ? { form: "diagonal", buffer: rowProducts(builder, map.view, map, "metric") }
    : { form: "full", buffer: gram(builder, map, "metric") };
}
