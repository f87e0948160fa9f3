import type { PlanBuilder } from "../plan/builder.ts";
import type { BufferId, View } from "../plan/plan.ts";
import { along, whole } from "../plan/views.ts";
import type { WeightMatrix } from "./weight-matrix.ts";

/** W diag(scale): a row scaling that is still to be done, folded into the map that comes next. */
export function scaledColumns(builder: PlanBuilder, weight: WeightMatrix, scale: BufferId): WeightMatrix {
  const shape = [weight.outputs, weight.inputs];
  const view = whole(builder.buffer("W scaled", shape), shape);
  const columns = along(scale, [weight.inputs], [1], 2);
  builder.terms(shape, view, [{ coefficient: 1, factors: [weight.view, columns] }]);
  return { ...weight, view };
}

/** A matrix of factors [inputs, width] through W: [outputs, width]. */
export function factorThrough(
  builder: PlanBuilder,
  factor: View,
  width: number,
  { view, outputs, inputs }: WeightMatrix,
): View {
  const shape = [outputs, width];
  const out = whole(builder.buffer("factor", shape), shape);
  builder.gemm({ rows: outputs, columns: width, inner: inputs }, view, factor, out);
  return out;
}
