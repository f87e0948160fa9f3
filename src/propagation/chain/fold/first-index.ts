import type { PlanBuilder } from "../../../plan/builder.ts";
import type { BufferId, View } from "../../../plan/plan.ts";
import { whole } from "../../../plan/views.ts";

/** A matrix [from, to] that takes an index of length `from` to one of length `to`. */
export interface IndexMap {
  readonly view: View;
  readonly from: number;
  readonly to: number;
}

/**
 * out[rest, i] = Σ_a tensor[a, rest] map[a, i], `rest` elements for each a: takes the first index and appends the new
 * one, so that after as many steps as there are indices they are back in order.
 */
export function contractFirst(
  builder: PlanBuilder,
  tensor: BufferId,
  rest: number,
  { view, from, to }: IndexMap,
  out: BufferId,
  accumulate = false,
): void {
  const tail: View = { buffer: tensor, offset: 0, strides: [1, rest] };
  builder.gemm({ rows: rest, columns: to, inner: from }, tail, view, whole(out, [rest, to]), { accumulate });
}

/** All three indices of a core: Σ_abc core_abc map_ai map_bj map_ck, into a tensor of its own or onto one. */
export function contractCore(
  builder: PlanBuilder,
  core: BufferId,
  map: IndexMap,
  out: BufferId,
  accumulate = false,
): void {
  const { from, to } = map;
  const first = builder.buffer("core once", [from, from, to]);
  contractFirst(builder, core, from * from, map, first);
  const second = builder.buffer("core twice", [from, to, to]);
  contractFirst(builder, first, from * to, map, second);
  contractFirst(builder, second, to * to, map, out, accumulate);
}
