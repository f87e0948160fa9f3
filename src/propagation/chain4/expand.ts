import type { PlanBuilder } from "../../plan/builder.ts";
import type { BufferId, Term, View } from "../../plan/plan.ts";
import { along, whole } from "../../plan/views.ts";
import { cube } from "../state.ts";
import type { Chain4, Entry4, MadeChain4 } from "./entry.ts";

const LOOPS = 4;

/** kappa_4 of a pre-activation as a tensor, to be looked at: n⁴ numbers, O(n⁵) work. */
export function expandChain4(builder: PlanBuilder, { entries }: Chain4, n: number): BufferId {
  const tensor = zeroTensor(builder, n);
  for (const entry of entries) addEntry(builder, entry, n, tensor, []);
  return tensor;
}

/** kappa_4 of an activation as a tensor. */
export function expandMade4(builder: PlanBuilder, { entries, scale, made }: MadeChain4, n: number): BufferId {
  const tensor = zeroTensor(builder, n);
  const p = whole(builder.buffer("identity", cube(n, 2)), cube(n, 2));
  builder.terms(cube(n, 2), p, []);
  builder.terms([n], { ...p, strides: [n + 1] }, [{ coefficient: 1, factors: [] }]);
  addEntry(builder, { ...made, p }, n, tensor, []);
  const rows = Array.from({ length: LOOPS }, (_, axis) => along(scale, [n], [axis], LOOPS));
  for (const entry of entries) addEntry(builder, entry, n, tensor, rows);
  return tensor;
}

function zeroTensor(builder: PlanBuilder, n: number): BufferId {
  const tensor = builder.buffer("kappa4", cube(n, 4));
  builder.terms(cube(n, 4), whole(tensor, cube(n, 4)), []);
  return tensor;
}

/** Neuron by neuron, since the four indices take all loop axes. */
function addEntry(
  builder: PlanBuilder,
  entry: Entry4,
  n: number,
  tensor: BufferId,
  scale: readonly View[],
): void {
  const { width, p, u, b1, b2 } = entry;
  const out = whole(tensor, cube(n, 4));
  for (let r = 0; r < width; r++) {
    const terms = [...arrangements(p, u, b1, r, n), ...arrangements(p, p, b2, r, n)];
    const scaled = terms.map((term) => ({ ...term, factors: [...term.factors, ...scale] }));
    builder.terms(cube(n, 4), out, scaled, true);
  }
}

/** Sym p_r ⊗ q_r ⊗ B_r: the average over the places of p and q. */
function arrangements(p: View, q: View, b: BufferId, r: number, n: number): Term[] {
  const axes = [...Array(LOOPS).keys()];
  return axes.flatMap((i) =>
    axes
      .filter((j) => j !== i)
      .map((j): Term => {
        const others = axes.filter((axis) => axis !== i && axis !== j);
        const block = along(b, cube(n, 2), others, LOOPS);
        const factors = [column(p, r, i), column(q, r, j), { ...block, offset: r * n * n }];
        return { coefficient: 1 / 12, factors };
      }),
  );
}

/** Column r of a matrix along one loop axis. */
function column(matrix: View, r: number, axis: number): View {
  const strides = Array<number>(LOOPS).fill(0);
  strides[axis] = matrix.strides[0]!;
  return { ...matrix, offset: matrix.offset + r * matrix.strides[1]!, strides };
}
