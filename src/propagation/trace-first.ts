import type { PlanBuilder } from "../plan/builder.ts";
import type { Term, View } from "../plan/plan.ts";
import { along, whole } from "../plan/views.ts";
import { foldedTerms } from "./folded-terms.ts";
import { cube } from "./state.ts";

/**
 * out_jk += Σ_{i ≠ j, k} Σ terms, terms over the loop axes (i, j, k), without the n³ array that they describe
 * (spec section 8): a term whose factors reach i from j and from k apart is a matrix product, one that reaches it from
 * one side a sum over columns, and only one with a factor of all three indices is summed element by element. What
 * this includes at i = j and i = k is taken off again. Entries at j = k are left as they fall out.
 */
export function addTraced(builder: PlanBuilder, terms: readonly Term[], n: number, out: View): void {
  const split = terms.map(classify);
  const direct = split.filter(({ both }) => both.length > 0).map(({ term }) => term);
  if (direct.length > 0) {
    const folded = foldedTerms(builder, direct, n);
    builder.terms(cube(n, 3), { ...out, strides: [0, ...out.strides] }, folded, true);
  }
  const products = split.filter(
    ({ both, left, right }) => both.length === 0 && left.length > 0 && right.length > 0,
  );
  for (const group of grouped(products)) addProduct(builder, group, n, out);
  const sums = split.filter(
    ({ both, left, right }) => both.length === 0 && (left.length === 0 || right.length === 0),
  );
  for (const one of sums) addSum(builder, one, n, out);
  const coincident = [1, 2].flatMap((axis) => terms.map((term) => negated(term, axis)));
  if (coincident.length > 0) builder.terms(cube(n, 2), out, coincident, true);
}

/** A term's factors by the loop axes that they vary along. */
interface Split {
  readonly term: Term;
  /** Not along i: factors over (j, k). */
  readonly outside: readonly View[];
  /** Along i alone. */
  readonly alone: readonly View[];
  /** Along i and j; along i and k; along all three. */
  readonly left: readonly View[];
  readonly right: readonly View[];
  readonly both: readonly View[];
}

function classify(term: Term): Split {
  const pick = (i: boolean, j: boolean | null, k: boolean | null) =>
    term.factors.filter(
      ({ strides }) =>
        (strides[0] !== 0) === i &&
        (j === null || (strides[1] !== 0) === j) &&
        (k === null || (strides[2] !== 0) === k),
    );
  return {
    term,
    outside: pick(false, null, null),
    alone: pick(true, false, false),
    left: pick(true, true, false),
    right: pick(true, false, true),
    both: pick(true, true, true),
  };
}

/** Terms whose factors towards k and outside are the same: their factors towards j are added up first. */
function grouped(products: readonly Split[]): Split[][] {
  const groups = new Map<string, Split[]>();
  for (const split of products) {
    const key = JSON.stringify([split.right, split.outside]);
    groups.set(key, [...(groups.get(key) ?? []), split]);
  }
  return [...groups.values()];
}

/** out_jk += outside_jk · Σ_i left_ji right_ik. */
function addProduct(builder: PlanBuilder, group: readonly Split[], n: number, out: View): void {
  const shape = cube(n, 2);
  const left = whole(builder.buffer("traced left", shape), shape);
  builder.terms(
    shape,
    left,
    group.map(({ term, alone, left }) => ({
      coefficient: term.coefficient,
      factors: [...left, ...alone].map((view) => axes(view, [1, 0])),
    })),
  );
  const { right, outside } = group[0]!;
  const product = whole(builder.buffer("traced product", shape), shape);
  const size = { rows: n, columns: n, inner: n };
  builder.gemm(size, left, rightMatrix(builder, right, n), product);
  const factors = [product, ...outside.map((view) => axes(view, [1, 2]))];
  builder.terms(shape, out, [{ coefficient: 1, factors }], true);
}

/** The product of the factors over (i, k): as it is where there is one. */
function rightMatrix(builder: PlanBuilder, right: readonly View[], n: number): View {
  const views = right.map((view) => axes(view, [0, 2]));
  if (views.length === 1) return views[0]!;
  const matrix = whole(builder.buffer("traced right", cube(n, 2)), cube(n, 2));
  builder.terms(cube(n, 2), matrix, [{ coefficient: 1, factors: views }]);
  return matrix;
}

/** out_jk += outside_jk · Σ_i of factors that vary with i and at most one of j and k. */
function addSum(
  builder: PlanBuilder,
  { term, outside, alone, left, right }: Split,
  n: number,
  out: View,
): void {
  const axis = left.length > 0 ? 1 : 2;
  const sum = builder.buffer("traced sum", [n]);
  const inner = [...alone, ...left, ...right].map((view) => axes(view, [0, axis]));
  builder.terms(cube(n, 2), along(sum, [n], [1], 2), [{ coefficient: term.coefficient, factors: inner }]);
  const factors = [along(sum, [n], [axis - 1], 2), ...outside.map((view) => axes(view, [1, 2]))];
  builder.terms(cube(n, 2), out, [{ coefficient: 1, factors }], true);
}

/** A view over some of its loop axes, in that order. */
function axes(view: View, kept: readonly number[]): View {
  return { ...view, strides: kept.map((axis) => view.strides[axis]!) };
}

/** Minus a term at i = j (axis 1) or i = k (axis 2), over (j, k). */
function negated({ coefficient, factors }: Term, axis: number): Term {
  const merged = factors.map((view) => {
    const strides = view.strides.slice(1);
    strides[axis - 1]! += view.strides[0]!;
    return { ...view, strides };
  });
  return { coefficient: -coefficient, factors: merged };
}
