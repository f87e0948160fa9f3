import type { PlanBuilder } from "../../../plan/builder.ts";
import type { BufferId } from "../../../plan/plan.ts";
import { transposed, whole } from "../../../plan/views.ts";
import { cube } from "../../state.ts";
import type { WeightMatrix } from "../../weight-matrix.ts";
import { contractCore } from "./first-index.ts";
import type { Fold } from "./fold.ts";

/** A fold through W: its basis, which is no longer orthonormal then. */
export function foldThrough(builder: PlanBuilder, fold: Fold, map: WeightMatrix): Fold {
  const { rank } = fold;
  const basis = builder.buffer("fold basis", [rank, map.outputs]);
  const size = { rows: rank, columns: map.outputs, inner: map.inputs };
  const rows = whole(fold.basis, [rank, map.inputs]);
  builder.gemm(size, rows, transposed(map.view), whole(basis, [rank, map.outputs]));
  return { ...fold, basis };
}

/** The same fold on an orthonormal basis. */
export function onOrthonormal(builder: PlanBuilder, fold: Fold, n: number): Fold {
  const basis = builder.orthonormalise("fold basis", fold.rank, n, whole(fold.basis, [fold.rank, n]));
  return { ...fold, basis, core: coreOnto(builder, fold, basis, n) };
}

/** The core of a fold's projection onto the span of orthonormal rows: each index times old · newᵀ. */
export function coreOnto(
  builder: PlanBuilder,
  { rank, basis, core }: Fold,
  onto: BufferId,
  n: number,
): BufferId {
  const shape = [rank, rank];
  const view = whole(builder.buffer("change of basis", shape), shape);
  const fresh = transposed(whole(onto, [rank, n]));
  builder.gemm({ rows: rank, columns: rank, inner: n }, whole(basis, [rank, n]), fresh, view);
  const out = builder.buffer("fold core", cube(rank, 3));
  contractCore(builder, core, { view, from: rank, to: rank }, out);
  return out;
}
