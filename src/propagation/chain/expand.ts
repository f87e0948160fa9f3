import { permutations } from "../../combinatorics/counting.ts";
import type { PlanBuilder } from "../../plan/builder.ts";
import type { BufferId, Term, View } from "../../plan/plan.ts";
import { along, placed, whole } from "../../plan/views.ts";
import { cube } from "../state.ts";
import type { Chain, Entry, MadeChain, Piece } from "./entry.ts";
import { addFold } from "./fold/expand.ts";

/** The indices of the tensor are loop axes 0 to 2, r is axis 3. */
const R = 3;
const LOOPS = 4;

/** kappa_3 of a pre-activation as a tensor, to be looked at: n³ numbers, O(n⁴) work. */
export function expandChain(builder: PlanBuilder, { entries, fold }: Chain, n: number): BufferId {
  const tensor = builder.buffer("kappa3", cube(n, 3));
  entries.forEach((entry, at) => {
    addEntry(builder, entry, n, tensor, [], at > 0);
  });
  if (fold) addFold(builder, fold, n, tensor, null);
  return tensor;
}

/** kappa_3 of an activation as a tensor. */
export function expandMade(
  builder: PlanBuilder,
  { entries, fold, scale, made }: MadeChain,
  n: number,
): BufferId {
  const tensor = builder.buffer("kappa3", cube(n, 3));
  addEntry(builder, { ...made, p: identity(builder, n) }, n, tensor, [], false);
  const rows = [0, 1, 2].map((axis) => along(scale, [n], [axis], LOOPS));
  for (const entry of entries) addEntry(builder, entry, n, tensor, rows, true);
  if (fold) addFold(builder, fold, n, tensor, scale);
  return tensor;
}

function addEntry(
  builder: PlanBuilder,
  entry: Entry,
  n: number,
  tensor: BufferId,
  scale: readonly View[],
  accumulate: boolean,
): void {
  const terms = entryTerms(entry).map(({ coefficient, factors }) => ({
    coefficient,
    factors: [...scale, ...factors],
  }));
  const out = along(tensor, cube(n, 3), [0, 1, 2], LOOPS);
  builder.terms([n, n, n, entry.width], out, terms, accumulate);
  addPieces(builder, entry.pieces, n, tensor, scale);
}

/** Sym [ a ⊗ S ]: the average over which index goes to a. */
function addPieces(
  builder: PlanBuilder,
  pieces: readonly Piece[],
  n: number,
  tensor: BufferId,
  scale: readonly View[],
): void {
  const terms = pieces.flatMap(({ a, s }) =>
    [0, 1, 2].map((axis): Term => {
      const others = [0, 1, 2].filter((other) => other !== axis);
      return {
        coefficient: 1 / 3,
        factors: [along(a, [n], [axis], LOOPS), along(s, cube(n, 2), others, LOOPS), ...scale],
      };
    }),
  );
  if (terms.length > 0) builder.terms([n, n, n, 1], along(tensor, cube(n, 3), [0, 1, 2], LOOPS), terms, true);
}

/** Sym [ p ⊗ Σ u ⊗ v + m ⊗ p ⊗ p ] at (i, j, k), still to be summed over r. */
function entryTerms({ p, legs, m, width }: Entry): Term[] {
  const paths = legs.flatMap((pair): Term[] => {
    if ("v" in pair) return symmetric([p, pair.u, pair.v], 1, []);
    return symmetric([p, pair.u, pair.u], pair.coefficient, [along(pair.weight, [width], [R], LOOPS)]);
  });
  return [...paths, ...symmetric([m, p, p], 1, [])];
}

/** The average over the orders of three matrices, times what depends on r alone. */
function symmetric(matrices: readonly View[], coefficient: number, weights: readonly View[]): Term[] {
  return permutations(3).map((order) => {
    const factors = order.map((from, axis) => placed(matrices[from]!, [axis, R], LOOPS));
    return { coefficient: coefficient / 6, factors: [...factors, ...weights] };
  });
}

function identity(builder: PlanBuilder, n: number): View {
  const view = whole(builder.buffer("identity", cube(n, 2)), cube(n, 2));
  builder.terms(cube(n, 2), view, []);
  builder.terms([n], { ...view, strides: [n + 1] }, [{ coefficient: 1, factors: [] }]);
  return view;
}
