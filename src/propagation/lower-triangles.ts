import type { PlanBuilder } from "../plan/builder.ts";
import type { BufferId, Term, View } from "../plan/plan.ts";
import { along } from "../plan/views.ts";
import type { WeightMatrix } from "./weight-matrix.ts";

/** A matrix [rows, inner]. */
export interface LeftMatrix {
  readonly view: View;
  readonly rows: number;
  readonly inner: number;
}

/**
 * out_ajk (+)= Σ_r left_ar blocks_rjk for k ≤ j, n×n matrices that are symmetric in j and k: half the work of all
 * entries. The upper triangles are left to a `mirror`.
 */
export function addLowerTriangles(
  builder: PlanBuilder,
  { view, rows, inner }: LeftMatrix,
  blocks: View,
  n: number,
  out: View,
  accumulate: boolean,
): void {
  for (let j = 0; j < n; j++) {
    const lines = ({ strides: [step, row], ...view }: View): View => ({
      ...view,
      offset: view.offset + j * row!,
      strides: [step!, 1],
    });
    builder.gemm({ rows, columns: j + 1, inner }, view, lines(blocks), lines(out), { accumulate });
  }
}

/** out_a (+)= Σ_jk W_aj W_ak blocks_ajk, blocks over (outputs, inputs, inputs). */
export function addQuadraticForms(
  builder: PlanBuilder,
  blocks: View,
  { view, outputs: m, inputs: n }: WeightMatrix,
  out: BufferId,
  accumulate: boolean,
): void {
  const [row, column] = view.strides;
  const factors = [
    blocks,
    { ...view, strides: [row!, column!, 0] },
    { ...view, strides: [row!, 0, column!] },
  ];
  builder.terms([m, n, n], along(out, [m], [0], 3), [{ coefficient: 1, factors }], accumulate);
}

/** Rows that are computed to the same length, that of the last of them. */
const ROWS = 32;

/**
 * out_ijk = Σ terms over the loop axes (i, j, k) of n each, for a sum that is symmetric in j and k: little more than the half
 * with k ≤ j is computed, the rest mirrored. Rows go in blocks, which all i take in turn while their factors are in the cache.
 */
export function symmetricTerms(builder: PlanBuilder, terms: readonly Term[], n: number, out: View): void {
  for (let first = 0; first < n; first += ROWS) {
    const rows = Math.min(ROWS, n - first);
    const from = (view: View): View => ({ ...view, offset: view.offset + first * view.strides[1]! });
    const shifted = terms.map((term) => ({ ...term, factors: term.factors.map(from) }));
    builder.terms([n, rows, first + rows], from(out), shifted);
  }
  builder.mirror(n, n, out);
}
