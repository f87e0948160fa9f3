import type { PlanBuilder } from "../plan/builder.ts";
import type { BufferId, View } from "../plan/plan.ts";
import { along, rowMajor, transposed, whole } from "../plan/views.ts";
import { chainThrough } from "./chain/linear.ts";
import { cube, type Metric, type Part, type Reach, type State } from "./state.ts";

/** What the plan knows of a linear map z = W x + b. */
export interface LinearMap {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: BufferId;
  readonly bias: BufferId | null;
  /** The average metric's w_var, a single number; null: the exact metric. */
  readonly weightVariance: BufferId | null;
}

/** The state of z = W x + b, as far as it is asked for (spec section 3). */
export function linearStep(builder: PlanBuilder, x: State, map: LinearMap, reach: Reach): State {
  const parts = new Map<number, Part>();
  parts.set(1, { form: "whole", buffer: meanStep(builder, x.parts.get(1), map) });
  if (reach === "mean") return { n: map.outputs, parts, metric: { form: "identity" } };
  for (const [d, part] of x.parts) {
    if (d > 1) parts.set(d, partStep(builder, d, part, map, reach));
  }
  return { n: map.outputs, parts, metric: metricStep(builder, parts, map, reach) };
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
        ? { form: "diagonal", buffer: rowProducts(builder, weightView(map), map, name) }
        : { form: "whole", buffer: gram(builder, map, name) };
    case "whole":
      return reach === "diagonal" && d === 2
        ? {
            form: "diagonal",
            buffer: rowProducts(builder, halfCongruence(builder, part.buffer, map), map, name),
          }
        : { form: "whole", buffer: contract(builder, part.buffer, d, map, name) };
    case "radial":
      return { ...part, core: contract(builder, part.core, d - 2 * part.r, map, `${name} core`) };
    case "made-chain":
      return { form: "chain", chain: chainThrough(builder, part.chain, map, reach) };
    case "chain":
    case "diagonal":
      throw new Error(`an activation's cumulants are never carried as ${part.form}`);
  }
}

/** Contracts every index of a symmetric tensor of that order with W. */
function contract(
  builder: PlanBuilder,
  tensor: BufferId,
  order: number,
  map: LinearMap,
  name: string,
): BufferId {
  if (order === 0) return tensor;
  if (order === 1) return contractVector(builder, tensor, map, name);
  if (order === 2) return congruence(builder, tensor, map, name);
  let shape = cube(map.inputs, order);
  let current = tensor;
  for (let index = 0; index < order; index++) {
    const rest = shape.slice(1);
    const next = [...rest, map.outputs];
    const out = builder.buffer(name, next);
    contractFirst(builder, current, rest, out, map);
    current = out;
    shape = next;
  }
  return current;
}

/** Takes the first index, appends the new one: out[rest, a] = Σ_i tensor[i, rest] W[a, i]. */
function contractFirst(
  builder: PlanBuilder,
  tensor: BufferId,
  rest: readonly number[],
  out: BufferId,
  map: LinearMap,
): void {
  const rows = rest.reduce((product, extent) => product * extent, 1);
  const size = { rows, columns: map.outputs, inner: map.inputs };
  const a: View = { buffer: tensor, offset: 0, strides: [1, rows] };
  const c: View = { buffer: out, offset: 0, strides: [map.outputs, 1] };
  builder.gemm(size, a, transposed(weightView(map)), c);
}

/** W v, a vector. */
function contractVector(builder: PlanBuilder, v: BufferId, map: LinearMap, name: string): BufferId {
  const out = builder.buffer(name, [map.outputs]);
  const factors = [weightView(map), along(v, [map.inputs], [1], 2)];
  builder.terms([map.outputs, map.inputs], along(out, [map.outputs], [0], 2), [{ coefficient: 1, factors }]);
  return out;
}

/** W C Wᵀ for symmetric C: a full product and one triangle, 3n³ FLOPs (spec section 6). */
function congruence(builder: PlanBuilder, c: BufferId, map: LinearMap, name: string): BufferId {
  return symmetricProduct(builder, halfCongruence(builder, c, map), map, name);
}

/** W C. */
function halfCongruence(builder: PlanBuilder, c: BufferId, map: LinearMap): View {
  const shape = [map.outputs, map.inputs];
  const half = whole(builder.buffer("W kappa2", shape), shape);
  const size = { rows: map.outputs, columns: map.inputs, inner: map.inputs };
  builder.gemm(size, weightView(map), whole(c, cube(map.inputs, 2)), half);
  return half;
}

/** The diagonal of left · Wᵀ: each row of `left` times the same row of W. */
function rowProducts(builder: PlanBuilder, left: View, map: LinearMap, name: string): BufferId {
  const out = builder.buffer(`${name} diagonal`, [map.outputs]);
  const term = { coefficient: 1, factors: [left, weightView(map)] };
  builder.terms([map.outputs, map.inputs], along(out, [map.outputs], [0], 2), [term]);
  return out;
}

/** W Wᵀ. */
function gram(builder: PlanBuilder, map: LinearMap, name: string): BufferId {
  return symmetricProduct(builder, weightView(map), map, name);
}

/** left · Wᵀ, known to be symmetric. */
function symmetricProduct(builder: PlanBuilder, left: View, map: LinearMap, name: string): BufferId {
  const out = builder.buffer(name, cube(map.outputs, 2));
  const size = { rows: map.outputs, columns: map.outputs, inner: map.inputs };
  builder.gemm(size, left, transposed(weightView(map)), whole(out, cube(map.outputs, 2)), {
    symmetric: true,
  });
  return out;
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
    ? { form: "diagonal", buffer: rowProducts(builder, weightView(map), map, "metric") }
    : { form: "full", buffer: gram(builder, map, "metric") };
}

function weightView(map: LinearMap): View {
  return { buffer: map.weight, offset: 0, strides: rowMajor([map.outputs, map.inputs]) };
}
