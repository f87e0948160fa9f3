import { diagramCoefficient, diagramsOf, legs } from "../combinatorics/diagrams.ts";
import { type Block, support } from "../combinatorics/partitions.ts";
import { cumulantTerms } from "../combinatorics/power-to-cumulant.ts";
import { type Kind, type Order, powerPartitions } from "../combinatorics/tracked.ts";
import type { PlanBuilder } from "../plan/builder.ts";
import type { Term, View } from "../plan/plan.ts";
import { along, placed, whole } from "../plan/views.ts";
import { foldedTerms } from "./folded-terms.ts";
import { symmetricTerms } from "./lower-triangles.ts";
import { type Slices, sortFalling } from "./slices.ts";
import { cube } from "./state.ts";
import type { WickCoefficients } from "./wick-coefficients.ts";

/**
 * The power cumulants pK[a] and the cumulant slices kappa[a] of an activation, each computed when first asked
 * for (spec sections 5a, 5b). As everywhere, entries at coincident indices are left as they fall out.
 */
export class PowerCumulants {
  private readonly builder: PlanBuilder;
  private readonly n: number;
  private readonly order: Order;
  private readonly kind: Kind;
  private readonly slices: Slices;
  private readonly wick: WickCoefficients;
  private readonly computed: ReadonlySet<string>;
  private readonly powers = new Map<string, View>();

  constructor(
    builder: PlanBuilder,
    n: number,
    method: { order: Order; kind: Kind },
    slices: Slices,
    wick: WickCoefficients,
  ) {
    this.builder = builder;
    this.n = n;
    this.order = method.order;
    this.kind = method.kind;
    this.slices = slices;
    this.wick = wick;
    this.computed = new Set(powerPartitions(method.order, method.kind).map(String));
  }

  /** Whether the slice belongs to the set that the order and kind compute. */
  has(a: readonly number[]): boolean {
    return this.computed.has(String(a));
  }

  /** kappa[a] = Σ coefficient Π pK[B] written to `out`; a is an integer partition. */
  cumulantInto(a: readonly number[], out: View): void {
    if (a.every((x) => x === 1)) {
      this.powerInto(a, out);
      return;
    }
    const terms = cumulantTerms(a).map(({ coefficient, blocks }) => ({
      coefficient,
      factors: blocks.map((block) => this.powerView(block, a.length)),
    }));
    this.write(a, terms, out);
  }

  /** kappa[a] as terms, pK[a] itself taken apart into its diagrams; for who sums over indices at once. */
  sliceTerms(a: readonly number[]): Term[] {
    return cumulantTerms(a).flatMap(({ coefficient, blocks }): Term[] => {
      if (blocks.length > 1) {
        return [{ coefficient, factors: blocks.map((block) => this.powerView(block, a.length)) }];
      }
      return this.diagramTerms(a).map((term) => ({ ...term, coefficient: coefficient * term.coefficient }));
    });
  }

  /** pK[a] where the caller wants it, remembered. */
  private powerInto(a: readonly number[], out: View): void {
    this.write(a, this.diagramTerms(a), out);
    this.powers.set(String(a), out);
  }

  private write(a: readonly number[], terms: readonly Term[], out: View): void {
    const { builder, n } = this;
    const folded = a.length === 3 ? foldedTerms(builder, terms, n) : terms;
    if (a.length === 3 && a[1] === a[2]) symmetricTerms(builder, folded, n, out);
    else builder.terms(cube(n, a.length), out, folded);
  }

  /** The mean E[phi(z)] = pK[(1)], a vector of its own or a Wick coefficient as it is. */
  mean(): View {
    return this.power([1]);
  }

  /** pK[B] at the nonzero entries of a block, broadcast over `loops` axes. */
  private powerView(block: Block, loops: number): View {
    const axes = support(block);
    const { sorted, order } = sortFalling(
      axes.map((axis) => block[axis]!),
      axes,
    );
    return placed(this.power(sorted), order, loops);
  }

  private power(a: readonly number[]): View {
    const known = this.powers.get(String(a));
    if (known) return known;
    const terms = this.diagramTerms(a);
    const alone = singleFactor(terms);
    if (alone) {
      this.powers.set(String(a), alone);
      return alone;
    }
    const shape = cube(this.n, a.length);
    const out = whole(this.builder.buffer(`pK[${a}]`, shape), shape);
    this.write(a, terms, out);
    this.powers.set(String(a), out);
    return out;
  }

  /** Σ_ν coef(ν) Π_v kappa[v] Π_j w(k_j, a_j) as terms over a.length loop axes. */
  private diagramTerms(a: readonly number[]): Term[] {
    const m = a.length;
    return diagramsOf(a, this.order, this.kind).flatMap((diagram): Term[] => {
      const blocks = diagram.map((v) => this.blockTerms(v, m));
      if (blocks.some((terms) => terms.length === 0)) return [];
      const wicks = legs(diagram, m).map((k, j) => this.wickView(k, a[j]!, j, m));
      if (wicks.includes(null)) return [];
      return blocks.reduce(productOfSums, [
        { coefficient: diagramCoefficient(diagram), factors: wicks as View[] },
      ]);
    });
  }

  private blockTerms(block: Block, loops: number): Term[] {
    const axes = support(block);
    return this.slices.terms(
      axes.map((axis) => block[axis]!),
      axes,
      loops,
    );
  }

  private wickView(k: number, p: number, axis: number, loops: number): View | null {
    const buffer = this.wick.get(k, p);
    return buffer === null ? null : along(buffer, [this.n], [axis], loops);
  }
}

function productOfSums(x: readonly Term[], y: readonly Term[]): Term[] {
  return x.flatMap((one) =>
    y.map((other) => ({
      coefficient: one.coefficient * other.coefficient,
      factors: [...one.factors, ...other.factors],
    })),
  );
}

/** The one factor that a sum consists of, if it is as simple as that: nothing needs computing then. */
function singleFactor(terms: readonly Term[]): View | null {
  const [term] = terms;
  return terms.length === 1 && term!.coefficient === 1 && term!.factors.length === 1
    ? term!.factors[0]!
    : null;
}
