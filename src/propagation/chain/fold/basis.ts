import type { PlanBuilder } from "../../../plan/builder.ts";
import type { BufferId } from "../../../plan/plan.ts";
import { transposed, whole } from "../../../plan/views.ts";
import { cube } from "../../state.ts";
import { FACTOR_NAMES, type Factors, type Grams, pieces, symmetric } from "./factors.ts";
import type { Fold } from "./fold.ts";

/** Steps from a basis that knows nothing of the entry; one is enough from the basis of the layer before. */
const FIRST_STEPS = 2;

/**
 * Orthonormal rows [rank, n] that hold most of an entry's first index, and of a fold's: steps of block power iteration
 *
 *     Q ← orthonormal( Q G ),   G = Σ_F F K_F Fᵀ + (the fold's own),
 *
 * from the fold's basis or, at the first folding, from the first rows of Pᵀ. K_F is the sum of F's `pieces`.
 */
export function commonBasis(
  builder: PlanBuilder,
  factors: Factors,
  grams: Grams,
  old: Fold | null,
  rank: number,
): BufferId {
  const cores = coreWeights(builder, factors, grams);
  let basis = old?.basis ?? firstRows(builder, factors, rank);
  for (let step = old === null ? FIRST_STEPS : 1; step > 0; step--) {
    basis = improved(builder, factors, cores, old, basis, rank);
  }
  return basis;
}

function firstRows(builder: PlanBuilder, { n, matrices }: Factors, rank: number): BufferId {
  const shape = [rank, n];
  const rows = whole(builder.buffer("fold start", shape), shape);
  builder.terms(shape, rows, [{ coefficient: 1, factors: [transposed(matrices.p)] }]);
  return builder.orthonormalise("fold basis", rank, n, rows);
}

/** K_F, shape [width, width], for each factor F. */
function coreWeights(builder: PlanBuilder, factors: Factors, grams: Grams): Grams {
  const shape = cube(factors.width, 2);
  const all = pieces(factors, grams);
  const [p, u, m] = FACTOR_NAMES.map((name) => {
    const out = whole(builder.buffer("K", shape), shape);
    builder.terms(
      shape,
      out,
      all.filter(({ of }) => of === name),
    );
    return out;
  });
  return { p: p!, u: u!, m: m! };
}

function improved(
  builder: PlanBuilder,
  { n, width, matrices }: Factors,
  cores: Grams,
  old: Fold | null,
  basis: BufferId,
  rank: number,
): BufferId {
  const [shape, narrow] = [
    [rank, n],
    [rank, width],
  ];
  const [q, out] = [whole(basis, shape), whole(builder.buffer("fold step", shape), shape)];
  if (old !== null) {
    const slabs = { buffer: old.core, offset: 0, strides: [rank * rank, 1] };
    const own = symmetric(builder, slabs, rank, rank * rank);
    builder.gemm({ rows: rank, columns: n, inner: rank }, own, q, out);
  }
  FACTOR_NAMES.forEach((name, at) => {
    const [seen, weighted] = ["seen", "weighted"].map((what) => whole(builder.buffer(what, narrow), narrow));
    builder.gemm({ rows: rank, columns: width, inner: n }, q, matrices[name], seen!);
    builder.gemm({ rows: rank, columns: width, inner: width }, seen!, cores[name], weighted!);
    const size = { rows: rank, columns: n, inner: width };
    builder.gemm(size, weighted!, transposed(matrices[name]), out, { accumulate: old !== null || at > 0 });
  });
  return builder.orthonormalise("fold basis", rank, n, out);
}
