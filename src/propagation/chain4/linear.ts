import type { PlanBuilder } from "../../plan/builder.ts";
import type { BufferId, View } from "../../plan/plan.ts";
import { along, transposed, whole } from "../../plan/views.ts";
import { factorThrough, scaledColumns } from "../factor.ts";
import type { WeightMatrix } from "../weight-matrix.ts";
import type { Chain4, Entry4, MadeChain4 } from "./entry.ts";
import { diagonalSlice, slicesOf } from "./slices.ts";

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
  const n = weight.outputs;
  if (reach === "diagonal") {
    const parts = sources.map(({ entry, through, p }) => ({
      ...{ width: entry.width, p, u: factorThrough(builder, entry.u, entry.width, through) },
      b1: congruenceDiagonals(builder, entry.b1, entry.width, through),
      b2: congruenceDiagonals(builder, entry.b2, entry.width, through),
    }));
    return { entries: [], slices: { "4": diagonalSlice(builder, parts, n), rest: null } };
  }
  const moved = sources.map(
    ({ entry, through, p }): Entry4 => ({
      ...{ width: entry.width, p, u: factorThrough(builder, entry.u, entry.width, through) },
      b1: congruences(builder, entry.b1, entry.width, through),
      b2: congruences(builder, entry.b2, entry.width, through),
    }),
  );
  return { entries: moved, slices: slicesOf(builder, moved, n) };
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

/** The diagonals of W B_r Wᵀ, shape [outputs, width]. */
function congruenceDiagonals(builder: PlanBuilder, b: BufferId, width: number, weight: WeightMatrix): View {
  const { view, outputs: m, inputs: n } = weight;
  const half = halfCongruences(builder, b, width, weight);
  const out = builder.buffer("B diagonals", [m, width]);
  const [row, column] = view.strides;
  const factors = [whole(half, [width, n, m]), { ...view, strides: [0, column!, row!] }];
  builder.terms([width, n, m], along(out, [m, width], [2, 0], 3), [{ coefficient: 1, factors }]);
  return whole(out, [m, width]);
}
