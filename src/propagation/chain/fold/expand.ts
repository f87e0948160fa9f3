import type { PlanBuilder } from "../../../plan/builder.ts";
import type { BufferId, View } from "../../../plan/plan.ts";
import { along, whole } from "../../../plan/views.ts";
import { contractCore } from "./first-index.ts";
import type { Fold } from "./fold.ts";

/** tensor_ijk += Σ_abc core_abc q_ai q_bj q_ck, the q's elements times `scale` if there is one. */
export function addFold(
  builder: PlanBuilder,
  { rank, basis, core }: Fold,
  n: number,
  tensor: BufferId,
  scale: BufferId | null,
): void {
  const q = whole(basis, [rank, n]);
  const view = scale === null ? q : scaled(builder, q, rank, n, scale);
  contractCore(builder, core, { view, from: rank, to: n }, tensor, true);
}

function scaled(builder: PlanBuilder, q: View, rank: number, n: number, scale: BufferId): View {
  const shape = [rank, n];
  const out = whole(builder.buffer("fold basis scaled", shape), shape);
  builder.terms(shape, out, [{ coefficient: 1, factors: [q, along(scale, [n], [1], 2)] }]);
  return out;
}
