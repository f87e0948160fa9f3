import type { PlanBuilder } from "../../../plan/builder.ts";
import type { BufferId, Term, View } from "../../../plan/plan.ts";
import { along, transposed, whole } from "../../../plan/views.ts";
import { cube } from "../../state.ts";
import type { Entry } from "../entry.ts";

/** The three matrices of an entry of order 3 simple. */
export type FactorName = "p" | "u" | "m";

export const FACTOR_NAMES: readonly FactorName[] = ["p", "u", "m"];

/** An entry of order 3 simple, Sym Σ_r [ coefficient · weight_r · p_r ⊗ u_r ⊗ u_r + m_r ⊗ p_r ⊗ p_r ], seen from rows of length n. */
export interface Factors {
  readonly n: number;
  readonly width: number;
  readonly matrices: Readonly<Record<FactorName, View>>;
  readonly weight: BufferId;
  readonly coefficient: number;
}

export function factorsOf({ p, legs, m, width }: Entry, n: number): Factors {
  const [pair] = legs;
  if (pair === undefined || "v" in pair) throw new Error("only entries of order 3 simple are folded");
  const { u, weight, coefficient } = pair;
  return { n, width, matrices: { p, u, m }, weight, coefficient };
}

/** FᵀF, shape [width, width], of each factor F. */
export type Grams = Readonly<Record<FactorName, View>>;

export function gramsOf(builder: PlanBuilder, { n, width, matrices }: Factors): Grams {
  const gram = (f: View) => symmetric(builder, transposed(f), width, n);
  return { p: gram(matrices.p), u: gram(matrices.u), m: gram(matrices.m) };
}

/** rows · rowsᵀ for rows [count, length]. */
export function symmetric(builder: PlanBuilder, rows: View, count: number, length: number): View {
  const out = whole(builder.buffer("Gram", cube(count, 2)), cube(count, 2));
  builder.gemm({ rows: count, columns: count, inner: length }, rows, transposed(rows), out, {
    symmetric: true,
  });
  return out;
}

/**
 * An entry's first index is that of u, p, p or m: four pieces Σ_r f_r ⊗ (a matrix made from r), and for each the scalar
 * products of these matrices, as factors over (r, r'). With k = coefficient/3:
 *
 *     u ⊗ k weight (u ⊗ p + p ⊗ u)    at most 4 k² weight weight' (UᵀU)(PᵀP)
 *     p ⊗ k weight  u ⊗ u             k² weight weight' (UᵀU)²
 *     p ⊗ ⅓ (m ⊗ p + p ⊗ m)           at most 4/9 (MᵀM)(PᵀP)
 *     m ⊗ ⅓  p ⊗ p                    1/9 (PᵀP)²
 *
 * "At most": in the squared length of a sum over r, |x ⊗ y + y ⊗ x| counted as 2 |x ⊗ y|.
 */
export function pieces(
  { width, weight, coefficient }: Factors,
  { p, u, m }: Grams,
): (Term & { of: FactorName })[] {
  const k = (coefficient / 3) ** 2;
  const weights = [along(weight, [width], [0], 2), along(weight, [width], [1], 2)];
  return [
    { of: "u", coefficient: 4 * k, factors: [u, p, ...weights] },
    { of: "p", coefficient: k, factors: [u, u, ...weights] },
    { of: "p", coefficient: 4 / 9, factors: [m, p] },
    { of: "m", coefficient: 1 / 9, factors: [p, p] },
  ];
}
