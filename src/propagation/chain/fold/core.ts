import type { PlanBuilder } from "../../../plan/builder.ts";
import type { BufferId, View } from "../../../plan/plan.ts";
import { along, transposed, whole } from "../../../plan/views.ts";
import { cube } from "../../state.ts";
import { FACTOR_NAMES, type Factors } from "./factors.ts";

/** Fᵀ basisᵀ of P and M one below the other, [2 width, rank], and of U, [width, rank]. */
export interface Projected {
  readonly pm: View;
  readonly u: View;
}

/** An entry's factors on an orthonormal basis. */
export function projected(
  builder: PlanBuilder,
  { n, width, matrices }: Factors,
  basis: BufferId,
  rank: number,
): Projected {
  const pm = whole(builder.buffer("P and M projected", [2 * width, rank]), [2 * width, rank]);
  const u = whole(builder.buffer("U projected", [width, rank]), [width, rank]);
  const to = { p: pm, m: secondHalf(pm, width), u };
  for (const name of FACTOR_NAMES) {
    const size = { rows: width, columns: rank, inner: n };
    builder.gemm(size, transposed(matrices[name]), transposed(whole(basis, [rank, n])), to[name]);
  }
  return { pm, u };
}

/** The rows of M. */
export function secondHalf(pm: View, width: number): View {
  return { ...pm, offset: pm.offset + width * pm.strides[0]! };
}

/**
 * core += the entry on the basis, the average over which index comes first of
 *
 *     F_abc = Σ_r p_ra · coefficient weight_r u_rb u_rc  +  m_ra · p_rb p_rc,
 *
 * one product for each b with c ≤ b: 2 rank³ width FLOPs.
 */
export function addCore(
  builder: PlanBuilder,
  { width, weight, coefficient }: Factors,
  { pm, u }: Projected,
  rank: number,
  core: BufferId,
  accumulate: boolean,
): void {
  const shape = cube(rank, 3);
  const first = builder.buffer("fold unsymmetrised", shape);
  const pairs = whole(builder.buffer("fold pairs", [2 * width, rank]), [2 * width, rank]);
  const weights = along(weight, [width], [0], 2);
  for (let b = 0; b < rank; b++) {
    const extents = [width, b + 1];
    builder.terms(extents, pairs, [{ coefficient, factors: [weights, column(u, b), u] }]);
    builder.terms(extents, secondHalf(pairs, width), [{ coefficient: 1, factors: [column(pm, b), pm] }]);
    const to = { buffer: first, offset: b * rank, strides: [rank * rank, 1] };
    builder.gemm({ rows: rank, columns: b + 1, inner: 2 * width }, transposed(pm), pairs, to);
  }
  builder.mirror(rank, rank, whole(first, shape));
  const third = (axes: number[]) => ({ coefficient: 1 / 3, factors: [along(first, shape, axes, 3)] });
  builder.terms(
    shape,
    whole(core, shape),
    [third([0, 1, 2]), third([1, 0, 2]), third([2, 0, 1])],
    accumulate,
  );
}

/** Column b, the same along the second loop axis. */
function column(view: View, b: number): View {
  return { ...view, offset: view.offset + b, strides: [view.strides[0]!, 0] };
}
