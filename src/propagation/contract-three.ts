import type { PlanBuilder } from "../plan/builder.ts";
import type { BufferId, View } from "../plan/plan.ts";
import { along, transposed, whole } from "../plan/views.ts";
import { cube } from "./state.ts";
import type { WeightMatrix } from "./weight-matrix.ts";

/**
 * Σ_ijk W_ai W_bj W_ck T_ijk for symmetric T, in stages that use the symmetry (spec section 6), n = m:
 *
 *     Y_ajk = Σ_i W_ai T_ijk    for k ≤ j                n⁴ FLOPs
 *     Z_bk  = Σ_j W_bj Y_ajk    for each a, b ≥ a        n⁴
 *     R_bc  = Σ_k Z_bk W_ck     for each a, c ≥ b ≥ a    n⁴/3
 */
export function contractThree(
  builder: PlanBuilder,
  tensor: BufferId,
  map: WeightMatrix,
  name: string,
): BufferId {
  const { view: weight, outputs: m, inputs: n } = map;
  const y = contractOne(builder, tensor, map);
  const z = builder.buffer("Z", [m, n]);
  const out = builder.buffer(name, cube(m, 3));
  for (let a = 0; a < m; a++) {
    const rows = m - a;
    const lower = { ...weight, offset: weight.offset + a * weight.strides[0]! };
    const slab: View = { buffer: y, offset: a * n * n, strides: [n, 1] };
    builder.gemm({ rows, columns: n, inner: n }, lower, slab, whole(z, [m, n]));
    const corner: View = { buffer: out, offset: a * (m * m + m + 1), strides: [m, 1] };
    const size = { rows, columns: rows, inner: n };
    builder.gemm(size, whole(z, [m, n]), transposed(lower), corner, { symmetric: true });
    if (rows > 1) spread(builder, out, a, m);
  }
  return out;
}

/** The diagonal Σ_ijk W_ai W_aj W_ak T_ijk: n⁴ FLOPs, and n³. */
export function contractThreeDiagonal(builder: PlanBuilder, tensor: BufferId, map: WeightMatrix): BufferId {
  const { view: weight, outputs: m, inputs: n } = map;
  const y = contractOne(builder, tensor, map);
  const out = builder.buffer("kappa3 diagonal", [m]);
  const [row, column] = weight.strides;
  const factors = [
    whole(y, [m, n, n]),
    { ...weight, strides: [row!, column!, 0] },
    { ...weight, strides: [row!, 0, column!] },
  ];
  builder.terms([m, n, n], along(out, [m], [0], 3), [{ coefficient: 1, factors }]);
  return out;
}

/** Y_ajk = Σ_i W_ai T_ijk, one triangle of each Y_a computed and mirrored. */
function contractOne(
  builder: PlanBuilder,
  tensor: BufferId,
  { view, outputs: m, inputs: n }: WeightMatrix,
): BufferId {
  const y = builder.buffer("Y", [m, n, n]);
  for (let j = 0; j < n; j++) {
    const lines = (buffer: BufferId): View => ({ buffer, offset: j * n, strides: [n * n, 1] });
    builder.gemm({ rows: m, columns: j + 1, inner: n }, view, lines(tensor), lines(y));
  }
  builder.mirror(m, n, whole(y, [m, n, n]));
  return y;
}

/** Entries whose smallest index is a stand in slab a: copies them to where a is the second or the third index. */
function spread(builder: PlanBuilder, out: BufferId, a: number, m: number): void {
  const extents = [m - a - 1, m - a];
  const from: View = { buffer: out, offset: a * (m * m + m + 1) + m, strides: [m, 1] };
  const offset = (a + 1) * m * m + a * m + a;
  for (const strides of [
    [m * m, 1],
    [m * m, m],
  ]) {
    builder.terms(extents, { buffer: out, offset, strides }, [{ coefficient: 1, factors: [from] }]);
  }
}
