import type { PlanBuilder } from "../../../plan/builder.ts";
import type { BufferId, Term, View } from "../../../plan/plan.ts";
import { along, transposed, whole } from "../../../plan/views.ts";
import { cube } from "../../state.ts";
import type { Entry, Legs, NewEntry, Piece } from "../entry.ts";

/**
 * Adds to `out` a matrix q with q + qᵀ = 6 Σ_i x_i kappa_ijk for one entry:
 *
 *     q = P Nᵀ + Σ_legs (U diag(xᵀP)) Vᵀ + Σ_pieces [ (x·a) S + 2 a (S x)ᵀ ]
 *     N = P diag(xᵀM) + 2 M diag(xᵀP) + Σ_legs [ V diag(xᵀU) + U diag(xᵀV) ]
 */
export function addContraction(builder: PlanBuilder, entry: Entry, x: BufferId, n: number, out: View): void {
  const { p, m, legs, pieces, width } = entry;
  const xp = acrossRows(builder, x, p, n, width);
  const inner: Term[] = [
    { coefficient: 1, factors: [p, acrossRows(builder, x, m, n, width)] },
    { coefficient: 2, factors: [m, xp] },
    ...legs.flatMap((pair) => legTerms(builder, pair, x, n, width)),
  ];
  addProduct(builder, p, inner, n, width, out);
  for (const pair of legs) addLegProduct(builder, pair, xp, n, width, out);
  addPieces(builder, pieces, x, n, out);
}

/** The same for an entry where it is made, without its M: p is the identity. */
export function addNewContraction(
  builder: PlanBuilder,
  made: NewEntry,
  x: BufferId,
  n: number,
  out: View,
): void {
  const terms = made.legs.flatMap((pair) => legTerms(builder, pair, x, n, n));
  builder.terms(cube(n, 2), out, terms.map(flipped), true);
  const columns = along(x, [n], [1], 2);
  for (const pair of made.legs) addLegProduct(builder, pair, columns, n, n, out);
  addPieces(builder, made.pieces, x, n, out);
}

/** A term over (i, r) read over (r, i). */
function flipped({ coefficient, factors }: Term): Term {
  return { coefficient, factors: factors.map(transposed) };
}

/** xᵀ A over loop axis 1 of a matrix [n, width]. */
function acrossRows(builder: PlanBuilder, x: BufferId, a: View, n: number, width: number): View {
  const out = builder.buffer("x A", [width]);
  const factors = [a, along(x, [n], [0], 2)];
  builder.terms([n, width], along(out, [width], [1], 2), [{ coefficient: 1, factors }]);
  return along(out, [width], [1], 2);
}

/** V diag(xᵀU) + U diag(xᵀV). */
function legTerms(builder: PlanBuilder, pair: Legs, x: BufferId, n: number, width: number): Term[] {
  const xu = acrossRows(builder, x, pair.u, n, width);
  if (!("v" in pair)) {
    const weight = along(pair.weight, [width], [1], 2);
    return [{ coefficient: 2 * pair.coefficient, factors: [pair.u, xu, weight] }];
  }
  return [
    { coefficient: 1, factors: [pair.v, xu] },
    { coefficient: 1, factors: [pair.u, acrossRows(builder, x, pair.v, n, width)] },
  ];
}

/** out += left · (Σ terms)ᵀ. */
function addProduct(
  builder: PlanBuilder,
  left: View,
  terms: readonly Term[],
  n: number,
  width: number,
  out: View,
): void {
  const right = whole(builder.buffer("N", [n, width]), [n, width]);
  builder.terms([n, width], right, terms);
  builder.gemm({ rows: n, columns: n, inner: width }, left, transposed(right), out, { accumulate: true });
}

/** out += (U diag(xp)) Vᵀ. */
function addLegProduct(
  builder: PlanBuilder,
  pair: Legs,
  xp: View,
  n: number,
  width: number,
  out: View,
): void {
  if ("v" in pair) {
    addProduct(builder, pair.v, [{ coefficient: 1, factors: [pair.u, xp] }], n, width, out);
    return;
  }
  const weight = along(pair.weight, [width], [1], 2);
  addProduct(
    builder,
    pair.u,
    [{ coefficient: pair.coefficient, factors: [pair.u, xp, weight] }],
    n,
    width,
    out,
  );
}

/** out += (x·a) S + 2 a (S x)ᵀ. */
function addPieces(builder: PlanBuilder, pieces: readonly Piece[], x: BufferId, n: number, out: View): void {
  for (const { a, s } of pieces) {
    const xa = builder.buffer("x·a", []);
    builder.terms([n], along(xa, [], [], 1), [{ coefficient: 1, factors: [whole(x, [n]), whole(a, [n])] }]);
    const sx = acrossRows(builder, x, whole(s, cube(n, 2)), n, n);
    const terms = [
      { coefficient: 1, factors: [whole(s, cube(n, 2)), along(xa, [], [], 2)] },
      { coefficient: 2, factors: [along(a, [n], [0], 2), sx] },
    ];
    builder.terms(cube(n, 2), out, terms, true);
  }
}
