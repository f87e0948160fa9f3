import { radialTerms } from "../combinatorics/radial.ts";
import type { PlanBuilder } from "../plan/builder.ts";
import type { Term, View } from "../plan/plan.ts";
import { along, placed, whole } from "../plan/views.ts";
import type { Chain } from "./chain/entry.ts";
import type { Chain4 } from "./chain4/entry.ts";
import { cube, type Part, type State } from "./state.ts";

/**
 * The slices kappa[a] of a layer's cumulants as views (spec section 4). Entries where two indices coincide hold
 * something else: who sums over indices zeroes them first.
 */
export class Slices {
  private readonly builder: PlanBuilder;
  private readonly state: State;
  private readonly radial = new Map<string, View | null>();

  constructor(builder: PlanBuilder, state: State) {
    this.builder = builder;
    this.state = state;
  }

  /** kappa[a] with its axes running along those loop axes; null where it is zero. */
  view(a: readonly number[], axes: readonly number[], loops: number): View | null {
    const { order, sorted } = sortFalling(a, axes);
    const d = a.reduce((total, x) => total + x, 0);
    const part = this.state.parts.get(d);
    if (part === undefined) return null;
    if (part.form === "radial") {
      const slice = this.radialSlice(sorted, part);
      return slice && placed(slice, order, loops);
    }
    if (part.form === "identity") throw new Error("a pre-activation's covariance is never symbolic");
    if (part.form === "chain") return this.chainSlice(part.chain, sorted, order, loops);
    if (part.form === "chain4") return this.chain4Slice(part.chain, sorted, order, loops);
    if (part.form === "made-chain" || part.form === "made-chain4")
      throw new Error("slices are taken of pre-activations");
    if (part.form === "diagonal") return along(part.buffer, [this.state.n], onlyAxis(order), loops);
    return along(part.buffer, cube(this.state.n, d), repeated(sorted, order), loops);
  }

  /**
   * kappa[a] as a sum of products: a radial slice of all three loop axes whose core is at most a matrix is taken apart
   * into core and metric, which takes no n³ array and leaves nothing that depends on three indices at once.
   */
  terms(a: readonly number[], axes: readonly number[], loops: number): Term[] {
    const d = a.reduce((total, x) => total + x, 0);
    const part = this.state.parts.get(d);
    if (part?.form === "radial" && a.length === 3 && loops === 3 && d - 2 * part.r <= 2) {
      return this.radialProducts(repeated(a, axes), part, loops);
    }
    const view = this.view(a, axes, loops);
    return view === null ? [] : [{ coefficient: 1, factors: [view] }];
  }

  /** Slices (3) and (2,1), all that order 3 simple asks of its chain. */
  private chainSlice({ slice }: Chain, a: readonly number[], axes: readonly number[], loops: number): View {
    const { n } = this.state;
    if (slice.isDiagonal) return along(slice.buffer, [n], onlyAxis(axes), loops);
    if (a.length > 2) throw new Error("a chain is never asked for slice (1,1,1)");
    return along(slice.buffer, cube(n, 2), a.length === 1 ? [axes[0]!, axes[0]!] : axes, loops);
  }

  /** Slice (2,1,1), and the coarser ones where its indices coincide. */
  private chain4Slice({ slice }: Chain4, a: readonly number[], axes: readonly number[], loops: number): View {
    const { n } = this.state;
    if (slice.isDiagonal) return along(slice.buffer, [n], onlyAxis(axes), loops);
    const [first, second, ...others] = repeated(a, axes);
    if (first !== second) throw new Error("a chain of order 4 is never asked for slice (1,1,1,1)");
    return along(slice.buffer, cube(n, 3), [first!, ...others], loops);
  }

  private radialSlice(a: readonly number[], part: Part & { form: "radial" }): View | null {
    const key = a.join();
    const known = this.radial.get(key);
    if (known !== undefined) return known;
    const slice = this.buildRadialSlice(a, part);
    this.radial.set(key, slice);
    return slice;
  }

  private buildRadialSlice(a: readonly number[], part: Part & { form: "radial" }): View | null {
    const { n } = this.state;
    const m = a.length;
    const terms = this.radialProducts(repeated(a, [...a.keys()]), part, m);
    if (terms.length === 0) return null;
    const shape = cube(n, m);
    const out = whole(this.builder.buffer(`kappa[${a}]`, shape), shape);
    this.builder.terms(shape, out, terms);
    return out;
  }

  /** Sym(core ⊗ G^r) at positions along those loop axes. */
  private radialProducts(
    positions: readonly number[],
    { core, r }: Part & { form: "radial" },
    loops: number,
  ): Term[] {
    const shape = cube(this.state.n, positions.length - 2 * r);
    return radialTerms(positions, r).flatMap((way): Term[] => {
      const metrics = way.pairs.map(([i, j]) => this.metricView(i, j, loops));
      if (metrics.includes(null)) return [];
      const factors = [along(core, shape, way.core, loops), ...(metrics as View[])];
      return [{ coefficient: way.weight, factors }];
    });
  }

  /** G_ij with i, j along those loop axes; null where i ≠ j makes it zero. */
  private metricView(i: number, j: number, loops: number): View | null {
    const { metric, n } = this.state;
    if (metric.form === "full") return along(metric.buffer, cube(n, 2), [i, j], loops);
    if (i !== j) return null;
    if (metric.form === "diagonal") return along(metric.buffer, [n], [i], loops);
    if (metric.form === "scaled") return along(metric.scale, [], [], loops);
    throw new Error("radial parts of a pre-activation have a metric");
  }
}

/** The axis of slice (d). */
function onlyAxis(axes: readonly number[]): readonly number[] {
  if (axes.length !== 1) throw new Error("of this cumulant only the slice (d) is carried");
  return axes;
}

/** The parts of a composition in falling order, and the axes that then hold them. */
export function sortFalling(
  a: readonly number[],
  axes: readonly number[],
): { sorted: number[]; order: number[] } {
  const pairs = a.map((part, j) => ({ part, axis: axes[j]! }));
  pairs.sort((x, y) => y.part - x.part || x.axis - y.axis);
  return { sorted: pairs.map((x) => x.part), order: pairs.map((x) => x.axis) };
}

/** Axis `axes[j]` written a[j] times: the axes at the positions of a tensor. */
export function repeated(a: readonly number[], axes: readonly number[]): number[] {
  return a.flatMap((count, j) => Array<number>(count).fill(axes[j]!));
}
