import { factorial } from "../combinatorics/counting.ts";
import { integerPartitions, setPartitions } from "../combinatorics/partitions.ts";
import { projectionCoefficient } from "../combinatorics/projection.ts";
import { radialTerms } from "../combinatorics/radial.ts";
import type { PlanBuilder } from "../plan/builder.ts";
import type { BufferId, View } from "../plan/plan.ts";
import { along, whole } from "../plan/views.ts";
import type { PowerCumulants } from "./power-cumulants.ts";
import { cube, type Part } from "./state.ts";
import { addTraced } from "./trace-first.ts";

/** The part of degree d that is tracked of an activation's cumulants (spec section 5c). */
export function project(
  builder: PlanBuilder,
  cumulants: PowerCumulants,
  n: number,
  d: number,
  r: number,
): Part {
  if (r > 0) return { form: "radial", core: new RadialProjection(builder, cumulants, n, d, r).core(), r };
  if (d === 1) return { form: "whole", buffer: cumulants.mean().buffer };
  return { form: "whole", buffer: wholeTensor(builder, cumulants, n, d) };
}

/**
 * The tensor of degree d from its slices: the finest slice fills it, coarser ones then overwrite its diagonals,
 * once for each way to set the equal positions.
 */
function wholeTensor(builder: PlanBuilder, cumulants: PowerCumulants, n: number, d: number): BufferId {
  const shape = cube(n, d);
  const tensor = builder.buffer(`kappa${d}`, shape);
  for (const a of integerPartitions(d).reverse()) {
    const places = setPartitions([...Array(d).keys()]).filter(
      (parts) => String(partSizes(parts)) === String(a),
    );
    const [first, ...others] = places.map((parts) => along(tensor, shape, axesOf(parts, d), a.length));
    if (!first) continue;
    cumulants.cumulantInto(a, first);
    for (const other of others) copy(builder, cube(n, a.length), first, other);
  }
  return tensor;
}

function partSizes(parts: readonly number[][]): number[] {
  return parts.map((part) => part.length).sort((x, y) => y - x);
}

/** For each position the number of its part, parts counted from the largest. */
function axesOf(parts: readonly number[][], d: number): number[] {
  const sorted = [...parts].sort((x, y) => y.length - x.length || x[0]! - y[0]!);
  return Array.from({ length: d }, (_, position) => sorted.findIndex((part) => part.includes(position)));
}

function copy(builder: PlanBuilder, extents: readonly number[], from: View, to: View): void {
  builder.terms(extents, to, [{ coefficient: 1, factors: [from] }]);
}

/** core = Σ_{j=r}^{⌊d/2⌋} A_j · R^{j−r} L^j kappa_d, from the slices that were computed. */
class RadialProjection {
  private readonly builder: PlanBuilder;
  private readonly cumulants: PowerCumulants;
  private readonly n: number;
  private readonly d: number;
  private readonly r: number;
  private readonly slices = new Map<string, View>();

  constructor(builder: PlanBuilder, cumulants: PowerCumulants, n: number, d: number, r: number) {
    this.builder = builder;
    this.cumulants = cumulants;
    this.n = n;
    this.d = d;
    this.r = r;
  }

  core(): BufferId {
    const order = this.d - 2 * this.r;
    const core = this.builder.buffer(`kappa${this.d} core`, cube(this.n, order));
    this.traceInto(core, this.r, this.laplacianCoefficient(this.r));
    for (let j = this.r + 1; j <= Math.floor(this.d / 2); j++) {
      const trace = this.builder.buffer(`trace ${j}`, cube(this.n, this.d - 2 * j));
      this.traceInto(trace, j, this.laplacianCoefficient(j));
      this.addRaised(core, order, trace, j - this.r);
    }
    return core;
  }

  /** A_j times the d!/(d − 2j)! that L^j carries. */
  private laplacianCoefficient(j: number): number {
    const { d, r, n } = this;
    return (factorial(d) / factorial(d - 2 * j)) * projectionCoefficient(d, r, j, n);
  }

  /** out = coefficient · Σ_{t1 … tj} kappa_{t1 t1 … tj tj k1 … ks}. */
  private traceInto(out: BufferId, j: number, coefficient: number): void {
    const free = this.d - 2 * j;
    const shape = cube(this.n, free);
    let isSet = false;
    for (const blocks of coincidences(j, free)) {
      const a = blocks.map((block) => block.weight);
      if (!this.cumulants.has(a)) continue;
      if (String(a) === "2,1,1") {
        this.traceFirst(out, a, coefficient);
        isSet = true;
        continue;
      }
      const covers = blocks.filter((block) => block.free.length > 0).length === free;
      if (!isSet && !covers) this.builder.terms(shape, whole(out, shape), []);
      const axes = Array.from({ length: free }, (_, k) =>
        blocks.findIndex((block) => block.free.includes(k)),
      );
      const term = { coefficient, factors: [this.slice(a)] };
      this.builder.terms(cube(this.n, a.length), along(out, shape, axes, a.length), [term], isSet || !covers);
      isSet = true;
    }
    if (!isSet) this.builder.terms(shape, whole(out, shape), []);
  }

  /**
   * out = coefficient · Σ_i kappa(2,1,1)_ijk, zero at j = k, without the slice itself: the only one of three axes that is
   * traced below order 4. It comes first, as the way with the most blocks, and sets what the others add to.
   */
  private traceFirst(out: BufferId, a: readonly number[], coefficient: number): void {
    const shape = cube(this.n, 2);
    const view = whole(out, shape);
    this.builder.terms(shape, view, []);
    const terms = this.cumulants
      .sliceTerms(a)
      .map((term) => ({ ...term, coefficient: coefficient * term.coefficient }));
    addTraced(this.builder, terms, this.n, view);
    this.builder.terms([this.n], { ...view, strides: [this.n + 1] }, []);
  }

  /** core += Sym(trace ⊗ I^q), one diagonal of the core for each way to place the pairs. */
  private addRaised(core: BufferId, order: number, trace: BufferId, q: number): void {
    const rest = order - 2 * q;
    for (const { core: kept, pairs, weight } of radialTerms([...Array(order).keys()], q)) {
      const groups = [...kept.map((position) => [position]), ...pairs];
      const axes = Array.from({ length: order }, (_, p) => groups.findIndex((group) => group.includes(p)));
      const loops = rest + q;
      const from = along(trace, cube(this.n, rest), [...Array(rest).keys()], loops);
      const out = along(core, cube(this.n, order), axes, loops);
      this.builder.terms(cube(this.n, loops), out, [{ coefficient: weight, factors: [from] }], true);
    }
  }

  /** kappa[a] with zeros where indices coincide, so that it can be summed. */
  private slice(a: readonly number[]): View {
    const known = this.slices.get(String(a));
    if (known) return known;
    const shape = cube(this.n, a.length);
    const slice = whole(this.builder.buffer(`kappa[${a}]`, shape), shape);
    this.cumulants.cumulantInto(a, slice);
    zeroCoincident(this.builder, slice, shape);
    this.slices.set(String(a), slice);
    return slice;
  }
}

/** Items that share an index: traced pairs (weight 2) and free indices (weight 1). */
interface Coincidence {
  readonly weight: number;
  readonly free: readonly number[];
}

/**
 * The ways in which j traced pairs and `free` free indices can coincide; within a way heavy blocks first, as
 * slices have them, and summed ones before free ones; ways with the most free blocks first.
 */
function coincidences(j: number, free: number): Coincidence[][] {
  const items = [...Array<number>(j).fill(-1), ...Array(free).keys()];
  const ways = setPartitions(items).map((parts) => parts.map(coincidence).sort(heaviestFirst));
  return ways.sort((x, y) => y.length - x.length);
}

function coincidence(part: readonly number[]): Coincidence {
  const free = part.filter((item) => item >= 0);
  return { weight: 2 * (part.length - free.length) + free.length, free };
}

function heaviestFirst(x: Coincidence, y: Coincidence): number {
  return y.weight - x.weight || x.free.length - y.free.length;
}

/** Writes zeros wherever two indices coincide. */
function zeroCoincident(builder: PlanBuilder, slice: View, shape: readonly number[]): void {
  for (let i = 0; i < shape.length; i++) {
    for (let j = i + 1; j < shape.length; j++) {
      const strides = slice.strides.filter((_, axis) => axis !== j);
      strides[i]! += slice.strides[j]!;
      builder.terms(shape.slice(1), { ...slice, strides }, []);
    }
  }
}
