import { polynomialDerivative, polynomialPower } from "../../src/activations/polynomial.ts";
import type { Dtype } from "../../src/backend/dtype.ts";
import { INNER_BLOCK, TRIANGLE_BLOCK } from "../../src/plan/cost.ts";
import type { Backend, VarianceReport } from "../../src/plan/execute.ts";
import type {
  BufferId,
  Computation,
  FloorVariance,
  Gemm,
  Mirror,
  Orthonormalise,
  PassVariance,
  Plan,
  Term,
  Terms,
  View,
  Wick,
} from "../../src/plan/plan.ts";
import { length } from "../../src/plan/plan.ts";

/** The values w(k, p) of relu's family, which the twin has no functions of its own for. */
export type WickTwin = (wick: Wick, mean: number, variance: number) => number;

/**
 * The kernels' plain twin: the same sums in the same order, one number at a time, rounded to f32 after every
 * operation where the type asks for it, so that results agree to the last bit. It counts its operations.
 */
export class TwinBackend implements Backend {
  readonly data: Float64Array[];
  flops = 0;
  private readonly round: (x: number) => number;
  private readonly wickTwin: WickTwin;

  constructor(plan: Plan, dtype: Dtype, wickTwin: WickTwin) {
    this.data = plan.buffers.map((buffer) => new Float64Array(length(buffer)).fill(Number.NaN));
    this.round = dtype === "f32" ? Math.fround : (x) => x;
    this.wickTwin = wickTwin;
  }

  write(buffer: BufferId, data: ArrayLike<number>): void {
    this.data[buffer]!.set(Array.from(data, this.round));
  }

  read(buffer: BufferId): Float64Array {
    return this.data[buffer]!.slice();
  }

  run(computation: Computation): VarianceReport | null {
    if (computation.op === "gemm") this.gemm(computation);
    else if (computation.op === "mirror") this.mirror(computation);
    else if (computation.op === "terms") this.terms(computation);
    else if (computation.op === "wick") this.wick(computation);
    else if (computation.op === "pass-variance") this.passVariance(computation);
    else if (computation.op === "orthonormalise") this.orthonormalise(computation);
    else return this.floorVariance(computation);
    return null;
  }

  private gemm(gemm: Gemm): void {
    for (let i = 0; i < gemm.rows; i++) {
      for (let j = 0; j < gemm.columns; j++) {
        const block = (x: number) => Math.floor(x / TRIANGLE_BLOCK);
        if (!gemm.symmetric || block(gemm.firstRow + i) >= block(j)) this.element(gemm, i, j);
      }
    }
    for (let i = 0; gemm.symmetric && i < gemm.rows; i++) {
      const row = gemm.firstRow + i;
      for (let j = 0; j < row; j++) this.set(gemm.c, [j - gemm.firstRow, row], this.get(gemm.c, [i, j]));
    }
  }

  /** Sums of INNER_BLOCK products from zero, then added up. */
  private element({ inner, a, b, c, accumulate }: Gemm, i: number, j: number): void {
    let total: number | null = accumulate ? this.get(c, [i, j]) : null;
    for (let start = 0; start < inner; start += INNER_BLOCK) {
      let block = 0;
      for (let p = start; p < Math.min(inner, start + INNER_BLOCK); p++) {
        block = this.add(block, this.multiply(this.get(a, [i, p]), this.get(b, [p, j])));
      }
      total = total === null ? block : this.add(total, block);
    }
    this.set(c, [i, j], total ?? 0);
  }

  private mirror({ count, n, matrices }: Mirror): void {
    for (let m = 0; m < count; m++) {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < i; j++) this.set(matrices, [m, j, i], this.get(matrices, [m, i, j]));
      }
    }
  }

  private terms({ extents, out, terms, accumulate }: Terms): void {
    const outer = extents.slice(0, -1);
    const inner = extents.at(-1) ?? 1;
    const reduced = extents.length > 0 && out.strides.at(-1) === 0;
    forEachIndex(outer, (index) => {
      const onto = accumulate || index.some((i, axis) => i > 0 && out.strides[axis] === 0);
      const row = Array.from({ length: inner }, () => Number.NaN);
      const here = (x: number) => (extents.length === 0 ? [] : [...index, x]);
      if (reduced || !onto) this.rowSum(row, terms, here, false);
      else {
        for (let x = 0; x < inner; x++) row[x] = this.get(out, here(x));
        // A strided output is computed apart and then added; a plain one is added to term by term.
        if (out.strides.at(-1) === 1 || extents.length === 0) this.rowSum(row, terms, here, true);
        else {
          const apart = row.map(() => Number.NaN);
          this.rowSum(apart, terms, here, false);
          for (let x = 0; x < inner; x++) row[x] = this.add(row[x]!, apart[x]!);
        }
      }
      if (reduced) this.set(out, here(0), this.reduce(row, onto ? this.get(out, here(0)) : null));
      else for (let x = 0; x < inner; x++) this.set(out, here(x), row[x]!);
    });
  }

  /** row (+)= Σ terms. */
  private rowSum(row: number[], terms: readonly Term[], here: (x: number) => number[], onto: boolean): void {
    if (terms.length === 0 && !onto) row.fill(0);
    terms.forEach(({ coefficient, factors }, t) => {
      const varies = (view: View) => (view.strides.at(-1) ?? 0) !== 0;
      const constants = factors.filter((view) => !varies(view));
      const varying = factors.filter(varies);
      let constant = this.round(coefficient);
      for (const view of constants) constant = this.multiply(constant, this.get(view, here(0)));
      const isUnit = coefficient === 1 && constants.length === 0 && varying.length > 0;
      for (let x = 0; x < row.length; x++) {
        let value = constant;
        varying.forEach((view, f) => {
          const factor = this.get(view, here(x));
          value = f === 0 && isUnit ? factor : this.multiply(value, factor);
        });
        row[x] = onto || t > 0 ? this.add(row[x]!, value) : value;
      }
    });
  }

  /** Four interleaved sums, (0 + 1) + (2 + 3), the rest one by one. */
  private reduce(row: readonly number[], start: number | null): number {
    const whole = row.length & ~3;
    const lanes = [0, 0, 0, 0];
    for (let x = 0; x < whole; x++) lanes[x & 3] = this.round(lanes[x & 3]! + row[x]!);
    let total = this.round(this.round(lanes[0]! + lanes[1]!) + this.round(lanes[2]! + lanes[3]!));
    for (let x = whole; x < row.length; x++) total = this.round(total + row[x]!);
    this.flops += row.length;
    return start === null ? total : this.add(start, total);
  }

  private wick(wick: Wick): void {
    for (let i = wick.first; i < wick.first + wick.n; i++) {
      const mean = this.data[wick.mean]![i]!;
      const variance = this.data[wick.variance]![i]!;
      const value =
        wick.activation.family === "polynomial"
          ? polynomialMoment(
              polynomialDerivative(polynomialPower(wick.activation.coefficients, wick.p), wick.k),
              mean,
              variance,
            )
          : this.wickTwin(wick, mean, variance);
      this.data[wick.out]![i] = this.round(value);
    }
  }

  private floorVariance({ n, mean, variance, noise, out }: FloorVariance): VarianceReport {
    const values = Array.from({ length: n }, (_, i) => this.get(variance, [i]));
    const bounds = values.map((_, i) => this.bound(noise, i));
    const isLow = values.map((value, i) => value <= bounds[i]!);
    const ratios = values.map((x, i) => (isLow[i] ? 0 : Math.abs(this.data[mean]![i]! / Math.sqrt(x))));
    values.forEach((value, i) => {
      this.data[out]![i] = isLow[i] ? 0 : value;
    });
    const count = (test: (x: number, i: number) => boolean) => values.filter(test).length;
    return {
      low: count((_, i) => isLow[i]!),
      negative: count((x, i) => x < -bounds[i]!),
      cancelled: count((_, i) => isLow[i]! && bounds[i]! > 0),
      notFinite: count((x) => !Number.isFinite(x)),
      far: count((_, i) => ratios[i]! > 1e3),
      largest: Math.max(0, ...values),
      farthest: Math.max(0, ...ratios),
      tightest: Math.max(0, ...values.map((x, i) => (isLow[i] ? 0 : bounds[i]! / x))),
    };
  }

  private passVariance({ n, variance, noise, given, out }: PassVariance): void {
    for (let i = 0; i < n; i++) {
      const isLow = this.get(variance, [i]) <= this.bound(noise, i);
      this.data[out]![i] = isLow ? 0 : this.data[given]![i]!;
    }
  }

  private bound(noise: BufferId | null, i: number): number {
    return noise === null ? 0 : Math.max(this.data[noise]![i]!, 0);
  }

  /** Modified Gram–Schmidt, every row twice; a unit vector for a row that the others span. */
  private orthonormalise({ rows, n, from, out }: Orthonormalise): void {
    const q: number[][] = [];
    for (let k = 0; k < rows; k++) {
      const given = Array.from({ length: n }, (_, i) => this.get(from, [k, i]));
      const largest = given.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      const level = largest === 0 ? 1 : this.round(1 / largest);
      let row = given.map((x) => this.multiply(level, x));
      let square = this.remainder(q, row);
      if (!(square > this.round(1e-20))) {
        const counted = this.flops;
        row = row.map((_, i) => (i === this.emptiest(q, n) ? 1 : 0));
        square = this.remainder(q, row);
        this.flops = counted;
      }
      const factor = this.round(1 / this.round(Math.sqrt(square)));
      q.push(row.map((x) => this.multiply(factor, x)));
      this.flops += 3;
    }
    this.data[out]!.set(q.flat());
  }

  /** Takes the rows of q out of `row`, in place; its square, or 0 where the second pass took over three quarters of it. */
  private remainder(q: readonly number[][], row: number[]): number {
    const sweep = () => {
      for (const other of q) {
        const factor = this.dot(other, row);
        for (const [i, x] of other.entries()) row[i] = this.add(row[i]!, -this.multiply(factor, x));
      }
      return this.dot(row, row);
    };
    const once = sweep();
    const twice = sweep();
    return twice >= this.round(0.25 * once) ? twice : 0;
  }

  private dot(x: readonly number[], y: readonly number[]): number {
    return this.reduce(
      x.map((value, i) => this.multiply(value, y[i]!)),
      null,
    );
  }

  private emptiest(q: readonly number[][], n: number): number {
    const sums = Array.from({ length: n }, (_, i) =>
      q.reduce((sum, row) => this.round(sum + this.round(row[i]! * row[i]!)), 0),
    );
    return sums.indexOf(Math.min(...sums));
  }

  private multiply(x: number, y: number): number {
    this.flops++;
    return this.round(x * y);
  }

  private add(x: number, y: number): number {
    this.flops++;
    return this.round(x + y);
  }

  private get(view: View, index: readonly number[]): number {
    return this.data[view.buffer]![position(view, index)]!;
  }

  private set(view: View, index: readonly number[], value: number): void {
    this.data[view.buffer]![position(view, index)] = value;
  }
}

function position({ offset, strides }: View, index: readonly number[]): number {
  return index.reduce((at, i, axis) => at + i * strides[axis]!, offset);
}

function forEachIndex(extents: readonly number[], visit: (index: number[]) => void): void {
  const index = extents.map(() => 0);
  if (extents.includes(0)) return;
  for (;;) {
    visit(index);
    let axis = extents.length - 1;
    while (axis >= 0 && ++index[axis]! === extents[axis]!) index[axis--] = 0;
    if (axis < 0) return;
  }
}

/** Σ_j c_j M_j with M_j = mean M_{j−1} + (j−1) variance M_{j−2}. */
function polynomialMoment(coefficients: readonly number[], mean: number, variance: number): number {
  const moments = [1, mean];
  for (let j = 2; j < coefficients.length; j++) {
    moments.push(mean * moments[j - 1]! + (j - 1) * variance * moments[j - 2]!);
  }
  return coefficients.reduce((total, c, j) => total + c * moments[j]!, 0);
}
