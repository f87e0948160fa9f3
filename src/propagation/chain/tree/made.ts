import type { BufferId, Term, View } from "../../../plan/plan.ts";
import { along, whole } from "../../../plan/views.ts";
import { cube } from "../../state.ts";
import type { MadeChain, Piece } from "../entry.ts";
import { finishEntry, lightLegs, type Making } from "../made.ts";
import { type Leg, type TreeLegs, wickAt } from "./leg.ts";

/** kappa_4 = Sym(C ⊗ G) of a pre-activation, both [n, n]. */
export interface Kappa4 {
  readonly core: BufferId;
  readonly metric: BufferId;
}

/**
 * kappa_3 of an activation at order 3 augment-tree (spec section 8): paths i – r – k with a light leg u and a light or
 * heavy one v, and the kappa_4 (2,1,1) block, Sym(C ⊗ G) being ⅓ of three pairings.
 */
export function makeTreeChain(making: Making, legs: TreeLegs, kappa4: Kappa4 | null): MadeChain {
  const u = lightLegs(making);
  const v = pathLegs(making, u, legs.heavy);
  if (kappa4 === null) return finishEntry(making, [{ u, v }], []);
  const { x, y, pieces } = blockFactors(making, kappa4);
  return finishEntry(
    making,
    [
      { u, v },
      { u: x, v: y },
    ],
    pieces,
  );
}

/** v_ir = 3 (u_ir w2_r + 2 Σ_heavy w(end,1)_i weight_ir w(1 + near, 1)_r). */
function pathLegs(making: Making, u: View, heavy: readonly Leg[]): View {
  const { builder, n } = making;
  const v = whole(builder.buffer("V", cube(n, 2)), cube(n, 2));
  const terms: Term[] = [{ coefficient: 3, factors: [u, wickAt(making, 2, 1, 1)] }];
  for (const { end, near, weight, coefficient } of heavy) {
    const factors = [weight, wickAt(making, end, 1, 0), wickAt(making, 1 + near, 1, 1)];
    terms.push({ coefficient: 6 * coefficient, factors });
  }
  builder.terms(cube(n, 2), v, terms);
  return v;
}

/** x = diag(w1) C, y = diag(w1) G diag(w2), and the pieces w2 c/4 ⊗ D G D, w2 g/4 ⊗ D C D; c, g the diagonals. */
function blockFactors(making: Making, { core, metric }: Kappa4): { x: View; y: View; pieces: Piece[] } {
  const { builder, n } = making;
  const shape = cube(n, 2);
  const [rows, columns] = [wickAt(making, 1, 1, 0), wickAt(making, 1, 1, 1)];
  const matrix = (name: string, factors: View[]): View => {
    const out = whole(builder.buffer(name, shape), shape);
    builder.terms(shape, out, [{ coefficient: 1, factors }]);
    return out;
  };
  const piece = (diagonal: BufferId, other: BufferId): Piece => {
    const a = builder.buffer("a", [n]);
    const factors = [along(diagonal, shape, [0, 0], 1), along(making.wick.vector(2, 1), [n], [0], 1)];
    builder.terms([n], whole(a, [n]), [{ coefficient: 1 / 4, factors }]);
    return { a, s: matrix("S", [whole(other, shape), rows, columns]).buffer };
  };
  return {
    x: matrix("X", [whole(core, shape), rows]),
    y: matrix("Y", [whole(metric, shape), rows, wickAt(making, 2, 1, 1)]),
    pieces: [piece(core, metric), piece(metric, core)],
  };
}
