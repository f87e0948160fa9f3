import type { PlanBuilder } from "../../plan/builder.ts";
import type { BufferId, Term, View } from "../../plan/plan.ts";
import { whole } from "../../plan/views.ts";
import { addLowerTriangles } from "../lower-triangles.ts";
import { cube } from "../state.ts";
import type { Entry4 } from "./entry.ts";

/** Slabs of the slice that one product computes. */
const SLABS = 8;

/**
 * kappa_iijk of Sym Σ_r p ⊗ q ⊗ B, q = u with B¹ and q = p with B²: averages over which positions go to p, q and B
 * (spec section 7), a matrix over (j, k) for each i:
 *
 *     Σ_r ⅙ p_i q_i B_jk  +  A_jk + A_kj,   A = Σ_r ( 1/12 B_ii p_j + ⅙ B_ij p_i ) q_k + ⅙ B_ij q_i p_k
 *
 * It holds at coincident indices too, where it is kappa_iiij, kappa_iijj and kappa_iiii: the coarser slices are views of it.
 */
export function fineSlice(builder: PlanBuilder, entries: readonly Entry4[], n: number): BufferId {
  const buffer = builder.buffer("kappa[2,1,1]", cube(n, 3));
  const out = whole(buffer, cube(n, 3));
  entries.forEach((entry, at) => {
    addThrough(builder, entry, { n, inputs: n, coefficient: 1 / 6 }, out, at > 0);
  });
  builder.mirror(n, n, out);
  for (const entry of entries) addHalves(builder, entry, n, out);
  return buffer;
}

/** out_ijk (+)= coefficient · Σ_r p_i q_i B_jk for both B and k ≤ j, blocks of side `inputs`. */
export function addThrough(
  builder: PlanBuilder,
  { width, p, u, b1, b2 }: Entry4,
  { n, inputs, coefficient }: { n: number; inputs: number; coefficient: number },
  out: View,
  onto: boolean,
): void {
  const add = (q: View, b: BufferId, accumulate: boolean) => {
    const left = whole(builder.buffer("p∘q", [n, width]), [n, width]);
    builder.terms([n, width], left, [{ coefficient, factors: [p, q] }]);
    addLowerTriangles(
      builder,
      { view: left, rows: n, inner: width },
      whole(b, [width, inputs, inputs]),
      inputs,
      out,
      accumulate,
    );
  };
  add(u, b1, onto);
  add(p, b2, true);
}

/** A + Aᵀ, some slabs at a time: two products, with u to the right and with p. */
function addHalves(builder: PlanBuilder, entry: Entry4, n: number, out: View): void {
  const { width } = entry;
  const across = {
    ...entry,
    p: transposedCopy(builder, entry.p, n, width),
    u: transposedCopy(builder, entry.u, n, width),
  };
  for (let first = 0; first < n; first += SLABS) {
    const slabs = Math.min(SLABS, n - first);
    const half = builder.buffer("half slabs", [slabs, n, n]);
    const product = (terms: Term[], right: View, accumulate: boolean) => {
      const shape = [width, slabs, n];
      const left = builder.buffer("left", shape);
      builder.terms(shape, whole(left, shape), terms);
      const rows = slabs * n;
      const lines: View = { buffer: left, offset: 0, strides: [1, rows] };
      builder.gemm({ rows, columns: n, inner: width }, lines, right, whole(half, [rows, n]), { accumulate });
    };
    product(leftOfU(across, first, n), across.u, false);
    product(leftOfP(across, first, n), across.p, true);
    const halves = whole(half, [slabs, n, n]);
    const flipped = { ...halves, strides: [n * n, 1, n] };
    const slab: View = { ...out, offset: first * n * n };
    const terms = [halves, flipped].map((view) => ({ coefficient: 1, factors: [view] }));
    builder.terms([slabs, n, n], slab, terms, true);
  }
}

/** A matrix [n, width] laid out as [width, n]. */
function transposedCopy(builder: PlanBuilder, matrix: View, n: number, width: number): View {
  const out = whole(builder.buffer("factor transposed", [width, n]), [width, n]);
  builder.terms([width, n], out, [
    { coefficient: 1, factors: [{ ...matrix, strides: matrix.strides.toReversed() }] },
  ]);
  return out;
}

/** 1/12 B¹_ii p_j + ⅙ B¹_ij p_i over (r, i, j), i from `first`; p is [width, n]. */
function leftOfU({ p, b1 }: Entry4, first: number, n: number): Term[] {
  return [
    { coefficient: 1 / 12, factors: [diagonals(b1, first, n), alongJ(p)] },
    { coefficient: 1 / 6, factors: [blocks(b1, first, n), alongI(p, first)] },
  ];
}

/** ⅙ B¹_ij u_i + 1/12 B²_ii p_j + ⅓ B²_ij p_i over (r, i, j), i from `first`; p and u are [width, n]. */
function leftOfP({ p, u, b1, b2 }: Entry4, first: number, n: number): Term[] {
  return [
    { coefficient: 1 / 6, factors: [blocks(b1, first, n), alongI(u, first)] },
    { coefficient: 1 / 12, factors: [diagonals(b2, first, n), alongJ(p)] },
    { coefficient: 1 / 3, factors: [blocks(b2, first, n), alongI(p, first)] },
  ];
}

function diagonals(b: BufferId, first: number, n: number): View {
  return { buffer: b, offset: first * (n + 1), strides: [n * n, n + 1, 0] };
}

function blocks(b: BufferId, first: number, n: number): View {
  return { buffer: b, offset: first * n, strides: [n * n, n, 1] };
}

function alongI(factor: View, first: number): View {
  return { ...factor, offset: factor.offset + first, strides: [factor.strides[0]!, 1, 0] };
}

function alongJ(factor: View): View {
  return { ...factor, strides: [factor.strides[0]!, 0, 1] };
}
