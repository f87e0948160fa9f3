import type { PlanBuilder } from "../../plan/builder.ts";
import type { BufferId, Term, View } from "../../plan/plan.ts";
import { along, placed, transposed, whole } from "../../plan/views.ts";
import { cube } from "../state.ts";
import type { Entry4, Slices4 } from "./entry.ts";

/** An entry of which only the diagonals of B are known, [n, width]. */
export interface Diagonals4 {
  readonly width: number;
  readonly p: View;
  readonly u: View;
  readonly b1: View;
  readonly b2: View;
}

/** Slice (4): Σ_r p_i u_i B¹_ii + p_i p_i B²_ii. */
export function diagonalSlice(builder: PlanBuilder, entries: readonly Diagonals4[], n: number): BufferId {
  const out = builder.buffer("kappa[4]", [n]);
  entries.forEach(({ width, p, u, b1, b2 }, at) => {
    const terms = [product(p, u, b1), product(p, p, b2)];
    builder.terms([n, width], along(out, [n], [0], 2), terms, at > 0);
  });
  return out;
}

function product(...factors: View[]): Term {
  return { coefficient: 1, factors };
}

/**
 * The slices of Sym Σ_r p ⊗ q ⊗ B, q = u with B¹ and q = p with B²: averages over which positions go to p, q and B
 * (spec section 7).
 */
export function slicesOf(builder: PlanBuilder, entries: readonly Entry4[], n: number): Slices4 {
  const four = builder.buffer("kappa[4]", [n]);
  const threeOne = builder.buffer("kappa[3,1]", cube(n, 2));
  const twoTwo = builder.buffer("kappa[2,2]", cube(n, 2));
  const twoOneOne = builder.buffer("kappa[2,1,1]", cube(n, 3));
  entries.forEach((entry, at) => {
    const onto = at > 0;
    const loops = [n, n, entry.width];
    const add = (buffer: BufferId, m: number, terms: Term[]) => {
      const axes = Array.from({ length: m }, (_, axis) => axis);
      builder.terms(m === 1 ? [n, entry.width] : loops, along(buffer, cube(n, m), axes, m + 1), terms, onto);
    };
    add(four, 1, fourTerms(entry, n));
    add(threeOne, 2, threeOneTerms(entry, n));
    add(twoTwo, 2, twoTwoTerms(entry, n));
    addTwoOneOne(builder, entry, n, twoOneOne, onto);
  });
  return { "4": four, rest: { "3,1": threeOne, "2,2": twoTwo, "2,1,1": twoOneOne } };
}

/** p, q at loop axis i and B at (i, j), r the last of `loops` axes. */
function at(view: View, i: number, loops: number): View {
  return placed(view, [i, loops - 1], loops);
}

function bAt(b: BufferId, n: number, width: number, i: number, j: number, loops: number): View {
  return along(b, [width, n, n], [loops - 1, i, j], loops);
}

function pairsOf({ p, u, b1, b2 }: Entry4): { q: View; p: View; b: BufferId }[] {
  return [
    { q: u, p, b: b1 },
    { q: p, p, b: b2 },
  ];
}

function fourTerms(entry: Entry4, n: number): Term[] {
  return pairsOf(entry).map(({ p, q, b }) =>
    product(at(p, 0, 2), at(q, 0, 2), bAt(b, n, entry.width, 0, 0, 2)),
  );
}

/** ½ p_i q_i B_ij + ¼ p_i q_j B_ii + ¼ p_j q_i B_ii. */
function threeOneTerms(entry: Entry4, n: number): Term[] {
  const bij = (b: BufferId, i: number, j: number) => bAt(b, n, entry.width, i, j, 3);
  return pairsOf(entry).flatMap(({ p, q, b }) => [
    { coefficient: 1 / 2, factors: [at(p, 0, 3), at(q, 0, 3), bij(b, 0, 1)] },
    { coefficient: 1 / 4, factors: [at(p, 0, 3), at(q, 1, 3), bij(b, 0, 0)] },
    { coefficient: 1 / 4, factors: [at(p, 1, 3), at(q, 0, 3), bij(b, 0, 0)] },
  ]);
}

/** ⅙ p_i q_i B_jj + ⅙ p_j q_j B_ii + ⅓ p_i q_j B_ij + ⅓ p_j q_i B_ij. */
function twoTwoTerms(entry: Entry4, n: number): Term[] {
  const bij = (b: BufferId, i: number, j: number) => bAt(b, n, entry.width, i, j, 3);
  return pairsOf(entry).flatMap(({ p, q, b }) => [
    { coefficient: 1 / 6, factors: [at(p, 0, 3), at(q, 0, 3), bij(b, 1, 1)] },
    { coefficient: 1 / 6, factors: [at(p, 1, 3), at(q, 1, 3), bij(b, 0, 0)] },
    { coefficient: 1 / 3, factors: [at(p, 0, 3), at(q, 1, 3), bij(b, 0, 1)] },
    { coefficient: 1 / 3, factors: [at(p, 1, 3), at(q, 0, 3), bij(b, 0, 1)] },
  ]);
}

/**
 * Slice (2,1,1), a matrix over (j, k) for each i:
 *
 *     Σ_r ⅙ p_i q_i B_jk  +  A_jk + A_kj,   A = Σ_r ( 1/12 B_ii p_j + ⅙ B_ij p_i ) q_k + ⅙ B_ij q_i p_k
 *
 * so that two products a slab are enough: X Uᵀ with u to the right, Y Pᵀ with p.
 */
function addTwoOneOne(builder: PlanBuilder, entry: Entry4, n: number, out: BufferId, onto: boolean): void {
  const { width, p, u } = entry;
  const half = builder.buffer("half slab", cube(n, 2));
  const left = whole(builder.buffer("left", [n, width]), [n, width]);
  const size = { rows: n, columns: n, inner: width };
  addThrough(builder, entry, n, out, onto);
  for (let i = 0; i < n; i++) {
    builder.terms([n, width], left, leftOfU(entry, i, n));
    builder.gemm(size, left, transposed(u), whole(half, cube(n, 2)));
    builder.terms([n, width], left, leftOfP(entry, i, n));
    builder.gemm(size, left, transposed(p), whole(half, cube(n, 2)), { accumulate: true });
    const slab: View = { buffer: out, offset: i * n * n, strides: [n, 1] };
    const halves = [whole(half, cube(n, 2)), transposed(whole(half, cube(n, 2)))];
    builder.terms(
      cube(n, 2),
      slab,
      halves.map((view) => product(view)),
      true,
    );
  }
}

/** ⅙ Σ_r p_i q_i B_jk for both B: products [n, width]·[width, n²]. */
function addThrough(builder: PlanBuilder, entry: Entry4, n: number, out: BufferId, onto: boolean): void {
  const { width } = entry;
  pairsOf(entry).forEach(({ p, q, b }, which) => {
    const left = whole(builder.buffer("p∘q", [n, width]), [n, width]);
    builder.terms([n, width], left, [{ coefficient: 1 / 6, factors: [p, q] }]);
    const size = { rows: n, columns: n * n, inner: width };
    const accumulate = onto || which > 0;
    builder.gemm(size, left, whole(b, [width, n * n]), whole(out, [n, n * n]), { accumulate });
  });
}

/** 1/12 B¹_ii p_j + ⅙ B¹_ij p_i over (j, r). */
function leftOfU({ p, b1 }: Entry4, i: number, n: number): Term[] {
  return [
    { coefficient: 1 / 12, factors: [diagonalAt(b1, i, n), p] },
    { coefficient: 1 / 6, factors: [rowAt(b1, i, n), columnsAt(p, i)] },
  ];
}

/** ⅙ B¹_ij u_i + 1/12 B²_ii p_j + ⅓ B²_ij p_i over (j, r). */
function leftOfP({ p, u, b1, b2 }: Entry4, i: number, n: number): Term[] {
  return [
    { coefficient: 1 / 6, factors: [rowAt(b1, i, n), columnsAt(u, i)] },
    { coefficient: 1 / 12, factors: [diagonalAt(b2, i, n), p] },
    { coefficient: 1 / 3, factors: [rowAt(b2, i, n), columnsAt(p, i)] },
  ];
}

/** B_r,ii for a fixed i, over (j, r). */
function diagonalAt(b: BufferId, i: number, n: number): View {
  return { buffer: b, offset: i * (n + 1), strides: [0, n * n] };
}

/** B_r,ij for a fixed i, over (j, r). */
function rowAt(b: BufferId, i: number, n: number): View {
  return { buffer: b, offset: i * n, strides: [1, n * n] };
}

/** Row i of a matrix [n, width], over (j, r). */
function columnsAt(matrix: View, i: number): View {
  return { ...matrix, offset: matrix.offset + i * matrix.strides[0]!, strides: [0, matrix.strides[1]!] };
}
