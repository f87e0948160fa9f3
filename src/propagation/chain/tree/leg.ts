import type { Term, View } from "../../../plan/plan.ts";
import { along, transposed, whole } from "../../../plan/views.ts";
import { cube } from "../../state.ts";
import { type Making, onDiagonal } from "../made.ts";

/**
 * A leg of a path: it touches its end `end` times and the vertex near the centre `near` times; `weight` is its slice
 * over (end, near), divided by the multiplicities' factorials, zero where the two coincide (spec section 8).
 */
export interface Leg {
  readonly end: number;
  readonly near: number;
  readonly weight: View;
  readonly coefficient: number;
}

/** The leg of cost 1, an edge, and those of cost 2: kappa_3's slices, and a doubled edge or a kappa_4 (2,2). */
export interface TreeLegs {
  readonly light: Leg;
  readonly heavy: readonly Leg[];
}

export function treeLegs(making: Making): TreeLegs {
  const { slices } = making;
  const s = hollow(making, "S", [{ coefficient: 1, factors: [slices.view([1, 1], [0, 1], 2)!] }]);
  const block = slices.view([2, 2], [0, 1], 2);
  const doubled = hollow(making, "doubled edge", [
    { coefficient: 1 / 2, factors: [s, s] },
    ...(block ? [{ coefficient: 1 / 4, factors: [block] }] : []),
  ]);
  const t = slices.view([2, 1], [0, 1], 2);
  const third = t ? hollow(making, "T", [{ coefficient: 1, factors: [t] }]) : null;
  const heavy: Leg[] = [{ end: 2, near: 2, weight: doubled, coefficient: 1 }];
  if (third) {
    heavy.push({ end: 2, near: 1, weight: third, coefficient: 1 / 2 });
    heavy.push({ end: 1, near: 2, weight: transposed(third), coefficient: 1 / 2 });
  }
  return { light: { end: 1, near: 1, weight: s, coefficient: 1 }, heavy };
}

/** A sum of matrices, its diagonal zeroed. */
export function hollow({ builder, n }: Making, name: string, terms: readonly Term[]): View {
  const out = whole(builder.buffer(name, cube(n, 2)), cube(n, 2));
  builder.terms(cube(n, 2), out, terms);
  builder.terms([n], onDiagonal(out), []);
  return out;
}

/** A vector of Wick coefficients w(k, p) over loop axis 0 (rows) or 1 (columns) of a matrix. */
export function wickAt({ n, wick }: Making, k: number, p: number, axis: 0 | 1): View {
  return along(wick.vector(k, p), [n], [axis], 2);
}
