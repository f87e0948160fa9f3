import { product } from "../combinatorics/counting.ts";
import type { PlanBuilder } from "../plan/builder.ts";
import type { BufferId, View } from "../plan/plan.ts";
import { along, transposed, whole } from "../plan/views.ts";
import { contractThree } from "./contract-three.ts";
import { cube } from "./state.ts";
import type { WeightMatrix } from "./weight-matrix.ts";

/** Contracts every index of a symmetric tensor of that order with W. */
export function contract(
  builder: PlanBuilder,
  tensor: BufferId,
  order: number,
  map: WeightMatrix,
  name: string,
): BufferId {
  switch (order) {
    case 0:
      return tensor;
    case 1:
      return contractVector(builder, tensor, map, name);
    case 2:
      return congruence(builder, tensor, map, name);
    case 3:
      return contractThree(builder, tensor, map, name);
    default:
      return contractIndexByIndex(builder, tensor, order, map, name);
  }
}

/** Takes the first index and appends the new one, `order` times: out[rest, a] = Σ_i tensor[i, rest] W[a, i]. */
function contractIndexByIndex(
  builder: PlanBuilder,
  tensor: BufferId,
  order: number,
  map: WeightMatrix,
  name: string,
): BufferId {
  let shape = cube(map.inputs, order);
  let current = tensor;
  for (let index = 0; index < order; index++) {
    const next = [...shape.slice(1), map.outputs];
    const rows = product(shape.slice(1));
    const out = builder.buffer(name, next);
    const a: View = { buffer: current, offset: 0, strides: [1, rows] };
    const c: View = { buffer: out, offset: 0, strides: [map.outputs, 1] };
    builder.gemm({ rows, columns: map.outputs, inner: map.inputs }, a, transposed(map.view), c);
    current = out;
    shape = next;
  }
  return current;
}

/** W v, a vector. */
export function contractVector(builder: PlanBuilder, v: BufferId, map: WeightMatrix, name: string): BufferId {
  const out = builder.buffer(name, [map.outputs]);
  const factors = [map.view, along(v, [map.inputs], [1], 2)];
  builder.terms([map.outputs, map.inputs], along(out, [map.outputs], [0], 2), [{ coefficient: 1, factors }]);
  return out;
}

/** W C Wᵀ for symmetric C: a full product and one triangle, 3n³ FLOPs (spec section 6). */
export function congruence(builder: PlanBuilder, c: BufferId, map: WeightMatrix, name: string): BufferId {
  return symmetricProduct(builder, halfCongruence(builder, c, map), map, name);
}

/** W C. */
export function halfCongruence(builder: PlanBuilder, c: BufferId, map: WeightMatrix): View {
  const shape = [map.outputs, map.inputs];
  const half = whole(builder.buffer("W kappa2", shape), shape);
  const size = { rows: map.outputs, columns: map.inputs, inner: map.inputs };
  builder.gemm(size, map.view, whole(c, cube(map.inputs, 2)), half);
  return half;
}

/** The diagonal of left · Wᵀ: each row of `left` times the same row of W. */
export function rowProducts(builder: PlanBuilder, left: View, map: WeightMatrix, name: string): BufferId {
  const out = builder.buffer(`${name} diagonal`, [map.outputs]);
  const term = { coefficient: 1, factors: [left, map.view] };
  builder.terms([map.outputs, map.inputs], along(out, [map.outputs], [0], 2), [term]);
  return out;
}

/** W Wᵀ. */
export function gram(builder: PlanBuilder, map: WeightMatrix, name: string): BufferId {
  return symmetricProduct(builder, map.view, map, name);
}

/** left · Wᵀ, known to be symmetric. */
function symmetricProduct(builder: PlanBuilder, left: View, map: WeightMatrix, name: string): BufferId {
  const out = builder.buffer(name, cube(map.outputs, 2));
  const size = { rows: map.outputs, columns: map.outputs, inner: map.inputs };
  builder.gemm(size, left, transposed(map.view), whole(out, cube(map.outputs, 2)), {
    symmetric: true,
  });
  return out;
}
