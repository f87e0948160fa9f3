import type { PlanBuilder } from "../../plan/builder.ts";
import type { BufferId, View } from "../../plan/plan.ts";
import { transposed, whole } from "../../plan/views.ts";
import { factorThrough, scaledColumns } from "../factor.ts";
import { addQuadraticForms } from "../lower-triangles.ts";
import type { WeightMatrix } from "../weight-matrix.ts";
import type { Chain4, Entry4, MadeChain4, NewEntry4 } from "./entry.ts";
import { addThrough, fineSlice } from "./slice.ts";

/** kappa_4 of z = W x: p, u ← W p, W u and B_r ← W B_r Wᵀ; old entries through W diag(scale). */
export function chain4Through(
  builder: PlanBuilder,
  { entries, scale, made }: MadeChain4,
  weight: WeightMatrix,
  reach: "diagonal" | "all",
): Chain4 {
  const scaled = entries.length > 0 ? scaledColumns(builder, weight, scale) : weight;
  const sources = [
    ...entries.map((entry) => ({
      entry,
      through: scaled,
      p: factorThrough(builder, entry.p, entry.width, scaled),
    })),
    { entry: made, through: weight, p: weight.view },
  ];
  const moved = sources.map(({ entry, through, p }) => ({
    ...{ entry, through, p, u: factorThrough(builder, entry.u, entry.width, through) },
  }));
  if (reach === "diagonal") {
    return {
      entries: [],
      slice: { buffer: diagonalSlice(builder, moved, weight.outputs), isDiagonal: true },
    };
  }
  const through = moved.map(
    ({ entry, through, p, u }): Entry4 => ({
      ...{ width: entry.width, p, u },
      b1: congruences(builder, entry.b1, entry.width, through),
      b2: congruences(builder, entry.b2, entry.width, through),
    }),
  );
  const slice = { buffer: fineSlice(builder, through, weight.outputs), isDiagonal: false };
  return { entries: through, slice };
}

/** An entry of x with its p and u already through W. */
interface Moved {
  readonly entry: NewEntry4;
  readonly through: WeightMatrix;
  readonly p: View;
  readonly u: View;
}

/**
 * kappa_iiii = Σ_kl W_ik W_il M_ikl with M_i = Σ_r p_i u_i B¹_r + p_i p_i B²_r, the blocks as they are before W: 2n⁴ FLOPs for
 * every entry, one triangle of each M_i.
 */
function diagonalSlice(builder: PlanBuilder, moved: readonly Moved[], n: number): BufferId {
  const out = builder.buffer("kappa[4]", [n]);
  moved.forEach(({ entry, through, p, u }, at) => {
    const { inputs } = through;
    const shape = [n, inputs, inputs];
    const m = whole(builder.buffer("M", shape), shape);
    addThrough(builder, { ...entry, p, u }, { n, inputs, coefficient: 1 }, m, false);
    builder.mirror(n, inputs, m);
    addQuadraticForms(builder, m, through, out, at > 0);
  });
  return out;
}

/** W B_r Wᵀ for every r: one product for all, then a triangle each; 3n³ FLOPs for every r. */
function congruences(builder: PlanBuilder, b: BufferId, width: number, weight: WeightMatrix): BufferId {
  const { outputs: m, inputs: n } = weight;
  const half = halfCongruences(builder, b, width, weight);
  const out = builder.buffer("B", [width, m, m]);
  for (let r = 0; r < width; r++) {
    const right: View = { buffer: half, offset: r * n * m, strides: [m, 1] };
    const to: View = { buffer: out, offset: r * m * m, strides: [m, 1] };
    builder.gemm({ rows: m, columns: m, inner: n }, weight.view, right, to, { symmetric: true });
  }
  return out;
}

/** H_r = B_r Wᵀ for every r, shape [width, inputs, outputs]. */
function halfCongruences(builder: PlanBuilder, b: BufferId, width: number, weight: WeightMatrix): BufferId {
  const { view, outputs: m, inputs: n } = weight;
  const out = builder.buffer("B Wᵀ", [width, n, m]);
  const rows = width * n;
  builder.gemm({ rows, columns: m, inner: n }, whole(b, [rows, n]), transposed(view), whole(out, [rows, m]));
  return out;
}
