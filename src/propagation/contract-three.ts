import type { PlanBuilder } from "../plan/builder.ts";
import type { BufferId, View } from "../plan/plan.ts";
import { transposed, whole } from "../plan/views.ts";
import { addLowerTriangles, addQuadraticForms } from "./lower-triangles.ts";
import { cube } from "./state.ts";
import type { WeightMatrix } from "./weight-matrix.ts";

/**
 * Σ_ijk W_ai W_bj W_ck T_ijk for symmetric T, in stages that use the symmetry (spec section 6), n = m:
 *
 *     Y_ajk = Σ_i W_ai T_ijk    for k ≤ j                n⁴ FLOPs
 *     Z_bk  = Σ_j W_bj Y_ajk    for each a, b ≤ a        n⁴
 *     R_bc  = Σ_k Z_bk W_ck     for each a, c ≤ b ≤ a    n⁴/3
 */
export function contractThree(
  builder: PlanBuilder,
  tensor: BufferId,
  map: WeightMatrix,
  name: string,
): BufferId {
  const { view: weight, outputs: m, inputs: n } = map;
  const y = contractOne(builder, tensor, map);
  const out = builder.buffer(name, cube(m, 3));
  for (let a = 0; a < m; a++) {
    const rows = a + 1;
    const slab: View = { ...y, offset: a * y.strides[0]!, strides: [n, 1] };
    const z = whole(builder.buffer("Z", [rows, n]), [rows, n]);
    builder.gemm({ rows, columns: n, inner: n }, weight, slab, z);
    const corner: View = { buffer: out, offset: a * m * m, strides: [m, 1] };
    const size = { rows, columns: rows, inner: n };
    builder.gemm(size, z, transposed(weight), corner, { symmetric: true });
    if (a > 0) spread(builder, corner, a, m);
  }
  builder.mirror(m, m, whole(out, cube(m, 3)));
  return out;
}

/** The diagonal Σ_ijk W_ai W_aj W_ak T_ijk: n⁴ FLOPs, and n³. */
export function contractThreeDiagonal(builder: PlanBuilder, tensor: BufferId, map: WeightMatrix): BufferId {
  const y = contractOne(builder, tensor, map);
  const out = builder.buffer("kappa3 diagonal", [map.outputs]);
  addQuadraticForms(builder, y, map, out, false);
  return out;
}

/**
 * Y_ajk = Σ_i W_ai T_ijk over (a, j, k), one triangle of each Y_a computed and mirrored. The slabs lie a little further apart
 * than they are large: a product writes a row to each of them, and rows a power of two apart push each other out of the caches.
 */
function contractOne(
  builder: PlanBuilder,
  tensor: BufferId,
  { view, outputs: m, inputs: n }: WeightMatrix,
): View {
  const apart = n * n + SLAB_GAP;
  const y: View = { buffer: builder.buffer("Y", [m, apart]), offset: 0, strides: [apart, n, 1] };
  addLowerTriangles(builder, { view, rows: m, inner: n }, whole(tensor, cube(n, 3)), n, y, false);
  builder.mirror(m, n, y);
  return y;
}

/** Elements between slabs, a cache line of f64 or two. */
const SLAB_GAP = 16;

/** Entries whose largest index is a stand in slab a: copies them to where a is the second index, below the diagonal. */
function spread(builder: PlanBuilder, corner: View, a: number, m: number): void {
  const to: View = { ...corner, offset: a * m, strides: [m * m, 1] };
  builder.terms([a, a + 1], to, [{ coefficient: 1, factors: [corner] }]);
}
