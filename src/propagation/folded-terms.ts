import type { PlanBuilder } from "../plan/builder.ts";
import type { Term, View } from "../plan/plan.ts";
import { along } from "../plan/views.ts";
import { cube } from "./state.ts";

const LOOPS = 3;
/** Pairs of the loop axes; the first are preferred, since a factor that is constant along the last axis costs least. */
const PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

type Pair = (typeof PAIRS)[number];

/**
 * The same sum over three loop axes of n each, written with fewer terms and factors: what terms with the same factors
 * towards the third index have over two indices is added up in a matrix first, and factors over the same two indices are
 * multiplied in one. Matrices cost O(n²), each term and factor less saves O(n³), and none is read across its rows.
 */
export function foldedTerms(builder: PlanBuilder, terms: readonly Term[], n: number): Term[] {
  const matrices = new Matrices(builder, n);
  const folded: Term[] = [];
  let left = [...terms];
  while (left.length > 0) {
    const group = largestGroup(left);
    folded.push(matrices.fold(group));
    left = left.filter((term) => !group.terms.includes(term));
  }
  return folded;
}

/** Terms that have the same factors but for those along the two axes of a pair, or one of them, or none. */
interface Group {
  readonly pair: Pair;
  readonly shared: readonly View[];
  readonly terms: readonly Term[];
}

function largestGroup(terms: readonly Term[]): Group {
  const groups = new Map<string, Group>();
  for (const pair of PAIRS) {
    for (const term of terms) {
      const shared = term.factors.filter((view) => !isWithin(view, pair));
      const key = `${pair} ${keyOf(shared)}`;
      groups.set(key, { pair, shared, terms: [...(groups.get(key)?.terms ?? []), term] });
    }
  }
  const all = [...groups.values()];
  const most = Math.max(...all.map((group) => group.terms.length));
  return all.find((group) => group.terms.length === most)!;
}

function isWithin({ strides }: View, axes: readonly number[]): boolean {
  return strides.every((stride, axis) => stride === 0 || axes.includes(axis));
}

function keyOf(views: readonly View[]): string {
  const keys = views.map(({ buffer, offset, strides }) => `${buffer}+${offset}:${strides}`);
  return keys.sort().join(" ");
}

/** Writes the matrices and vectors that terms are folded into, each once. */
class Matrices {
  private readonly builder: PlanBuilder;
  private readonly n: number;
  private readonly products = new Map<string, View>();

  constructor(builder: PlanBuilder, n: number) {
    this.builder = builder;
    this.n = n;
  }

  fold({ pair, shared, terms }: Group): Term {
    const own = terms.map(({ coefficient, factors }) => ({
      coefficient,
      factors: factors.filter((view) => isWithin(view, pair)),
    }));
    const others = this.merged(shared);
    const [only] = own;
    if (own.length === 1 && isPlain(only!.factors)) {
      return { coefficient: only!.coefficient, factors: [...only!.factors, ...others] };
    }
    return { coefficient: 1, factors: [this.sum(own), ...others] };
  }

  /** Factors over two indices, those over one of these included, as one matrix for each pair; the rest as vectors. */
  private merged(factors: readonly View[]): View[] {
    let left = [...factors];
    const merged: View[] = [];
    for (const axes of [...PAIRS, [0], [1], [2]]) {
      const spans = left.some((view) => axesOf([view]).length === axes.length && isWithin(view, axes));
      const group = spans ? left.filter((view) => isWithin(view, axes)) : [];
      left = left.filter((view) => !group.includes(view));
      merged.push(...(isPlain(group) ? group : [this.product(group)]));
    }
    return [...merged, ...left];
  }

  private product(factors: readonly View[]): View {
    const key = keyOf(factors);
    const known = this.products.get(key) ?? this.sum([{ coefficient: 1, factors }]);
    this.products.set(key, known);
    return known;
  }

  /** Σ terms over the axes along which they vary, two at most. */
  private sum(terms: readonly Term[]): View {
    const axes = axesOf(terms.flatMap(({ factors }) => factors));
    const shape = cube(this.n, axes.length);
    const buffer = this.builder.buffer("folded", shape);
    const out = along(buffer, shape, [...axes.keys()], axes.length);
    const inner = terms.map(({ coefficient, factors }) => ({
      coefficient,
      factors: factors.map((view) => ({ ...view, strides: axes.map((axis) => view.strides[axis]!) })),
    }));
    this.builder.terms(shape, out, inner);
    return along(buffer, shape, axes, LOOPS);
  }
}

/** Whether there is nothing to gain from a copy: one factor at most, whose elements lie in the order of the loops. */
function isPlain(factors: readonly View[]): boolean {
  return factors.length <= 1 && factors.every(({ strides }) => strides[LOOPS - 1]! <= 1);
}

/** The loop axes along which any of the views varies. */
function axesOf(views: readonly View[]): number[] {
  return [...Array(LOOPS).keys()].filter((axis) => views.some(({ strides }) => strides[axis] !== 0));
}
