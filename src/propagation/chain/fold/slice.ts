import type { PlanBuilder } from "../../../plan/builder.ts";
import type { BufferId, View } from "../../../plan/plan.ts";
import { transposed, whole } from "../../../plan/views.ts";
import type { Fold } from "./fold.ts";

/** T_ij += the fold's kappa_iij, D as below: Σ_c D_ci q_cj; or only the diagonal, T_i += Σ_c D_ci q_ci. */
export function addFoldSlice(
  builder: PlanBuilder,
  fold: Fold,
  n: number,
  out: BufferId,
  reach: "diagonal" | "all",
): void {
  const shape = [fold.rank, n];
  const [d, q] = [twiceContracted(builder, fold, n), whole(fold.basis, shape)];
  if (reach === "diagonal") {
    const diagonal = { buffer: out, offset: 0, strides: [0, 1] };
    builder.terms(shape, diagonal, [{ coefficient: 1, factors: [d, q] }], true);
  } else {
    const size = { rows: n, columns: n, inner: fold.rank };
    builder.gemm(size, transposed(d), q, whole(out, [n, n]), { accumulate: true });
  }
}

/**
 * D_ci = Σ_ab core_abc q_ai q_bi, shape [rank, n]; by symmetry twice the sum over b < a, and that over b = a:
 * about rank³ n FLOPs.
 */
function twiceContracted(builder: PlanBuilder, { rank, basis, core }: Fold, n: number): View {
  const shape = [rank, n];
  const [q, d] = [whole(basis, shape), whole(builder.buffer("fold twice contracted", shape), shape)];
  const squares = whole(builder.buffer("fold squares", shape), shape);
  builder.terms(shape, squares, [{ coefficient: 1, factors: [q, q] }]);
  const diagonal = { buffer: core, offset: 0, strides: [1, rank * rank + rank] };
  builder.gemm({ rows: rank, columns: n, inner: rank }, diagonal, squares, d);
  const partial = whole(builder.buffer("fold once contracted", shape), shape);
  for (let a = 1; a < rank; a++) {
    const below = { buffer: core, offset: a * rank * rank, strides: [1, rank] };
    builder.gemm({ rows: rank, columns: n, inner: a }, below, q, partial);
    const row = { buffer: basis, offset: a * n, strides: [0, 1] };
    builder.terms(shape, d, [{ coefficient: 2, factors: [row, partial] }], true);
  }
  return d;
}
