import type { PlanBuilder } from "../../plan/builder.ts";
import type { Term, View } from "../../plan/plan.ts";
import { along, transposed, whole } from "../../plan/views.ts";
import { cube } from "../state.ts";
import type { Chain, Entry, Piece } from "./entry.ts";
import { addFoldSlice } from "./fold/slice.ts";

/**
 * The slice T_ij = kappa_iij of the entries together, and of a fold (fold/slice.ts):
 *
 *     T = ⅓ Σ [ (P∘U) Vᵀ + (P∘V) Uᵀ + (U∘V) Pᵀ ]  +  ⅔ (M∘P) Pᵀ + ⅓ (P∘P) Mᵀ  +  ⅓ Σ [ diag(S) aᵀ + 2 diag(a) S ]
 *
 * as one product for each right-hand factor. For the mean after an activation its diagonal is enough, which takes
 * no product at all.
 */
export function chainSlice(
  builder: PlanBuilder,
  { entries, fold }: Omit<Chain, "slice">,
  n: number,
  reach: "diagonal" | "all",
): Chain["slice"] {
  if (reach === "diagonal") {
    const buffer = builder.buffer("kappa3 diagonal", [n]);
    entries.forEach((entry, at) => {
      const out = along(buffer, [n], [0], 2);
      builder.terms([n, entry.width], out, diagonalTerms(entry), at > 0);
      if (entry.pieces.length > 0)
        builder.terms(
          [n],
          whole(buffer, [n]),
          entry.pieces.map((piece) => pieceDiagonal(piece, n)),
          true,
        );
    });
    if (fold) addFoldSlice(builder, fold, n, buffer, reach);
    return { buffer, isDiagonal: true };
  }
  const buffer = builder.buffer("kappa3 slice", cube(n, 2));
  entries.forEach((entry, at) => {
    addSlice(builder, entry, n, whole(buffer, cube(n, 2)), at > 0);
  });
  if (fold) addFoldSlice(builder, fold, n, buffer, reach);
  return { buffer, isDiagonal: false };
}

/** Σ_r of m p p + Σ p u v, entry by entry. */
function diagonalTerms({ p, legs, m, width }: Entry): Term[] {
  const paths = legs.map((pair): Term => {
    if ("v" in pair) return { coefficient: 1, factors: [p, pair.u, pair.v] };
    const weight = along(pair.weight, [width], [1], 2);
    return { coefficient: pair.coefficient, factors: [p, pair.u, pair.u, weight] };
  });
  return [...paths, { coefficient: 1, factors: [m, p, p] }];
}

/** a_i S_ii. */
function pieceDiagonal({ a, s }: Piece, n: number): Term {
  return { coefficient: 1, factors: [whole(a, [n]), along(s, cube(n, 2), [0, 0], 1)] };
}

/** ⅓ (S_ii a_j + 2 a_i S_ij). */
export function pieceSlice({ a, s }: Piece, n: number): Term[] {
  const [ai, aj] = [along(a, [n], [0], 2), along(a, [n], [1], 2)];
  return [
    { coefficient: 1 / 3, factors: [along(s, cube(n, 2), [0, 0], 2), aj] },
    { coefficient: 2 / 3, factors: [ai, whole(s, cube(n, 2))] },
  ];
}

/** T (+)= the products of one entry. */
function addSlice(builder: PlanBuilder, entry: Entry, n: number, out: View, accumulate: boolean): void {
  products(entry).forEach(({ left, right }, at) => {
    const shape = [n, entry.width];
    const factor = whole(builder.buffer("slice factor", shape), shape);
    builder.terms(shape, factor, left);
    const size = { rows: n, columns: n, inner: entry.width };
    builder.gemm(size, factor, transposed(right), out, { accumulate: accumulate || at > 0 });
  });
  const pieces = entry.pieces.flatMap((piece) => pieceSlice(piece, n));
  if (pieces.length > 0) builder.terms(cube(n, 2), out, pieces, true);
}

/** Left factors, entrywise sums over (i, r), and the right factor that each is multiplied with. */
function products({ p, legs, m, width }: Entry): { left: Term[]; right: View }[] {
  const third = 1 / 3;
  const underP: Term[] = [{ coefficient: 2 / 3, factors: [m, p] }];
  const own: { left: Term[]; right: View }[] = [];
  for (const pair of legs) {
    if ("v" in pair) {
      const { u, v } = pair;
      own.push({ left: [{ coefficient: third, factors: [p, u] }], right: v });
      own.push({ left: [{ coefficient: third, factors: [p, v] }], right: u });
      underP.push({ coefficient: third, factors: [u, v] });
    } else {
      const { u, coefficient } = pair;
      const weight = along(pair.weight, [width], [1], 2);
      own.push({ left: [{ coefficient: 2 * third * coefficient, factors: [p, u, weight] }], right: u });
      underP.push({ coefficient: third * coefficient, factors: [u, u, weight] });
    }
  }
  return [...own, { left: underP, right: p }, { left: [{ coefficient: third, factors: [p, p] }], right: m }];
}
