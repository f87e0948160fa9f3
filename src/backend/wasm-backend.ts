import type { Backend, VarianceReport } from "../plan/execute.ts";
import { type Layout, layoutBytes } from "../plan/memory.ts";
import type {
  BufferId,
  Computation,
  FloorVariance,
  Gemm,
  Mirror,
  Orthonormalise,
  PassVariance,
  Plan,
  Terms,
  View,
  Wick,
} from "../plan/plan.ts";
import { length } from "../plan/plan.ts";
import { writeProgram } from "../plan/program.ts";
import { allocated } from "./allocate.ts";
import type { Arena } from "./arena.ts";
import type { Dtype } from "./dtype.ts";
import { bytesPerElement } from "./dtype.ts";
import { type Kernels, type Pointer, WHOLE } from "./instance.ts";
import { wickCoefficients } from "./wick.ts";

/** Means further from zero than this many standard deviations are reported. */
export const FAR = 1e3;

/** A kernel's names; put together here once, not at each call. */
type Called = Readonly<Record<Dtype, string>>;

function called(kernel: string): Called {
  return { f32: `${kernel}_f32`, f64: `${kernel}_f64` };
}

const KERNELS = {
  ...{ gemm: called("gemm"), mirror: called("mirror"), terms: called("terms") },
  ...{ floorVariance: called("floorVariance"), passVariance: called("passVariance") },
  orthonormalise: called("orthonormalise"),
};

/** A plan's buffers, and where they lie as numbers of that type. */
export interface Placed {
  readonly plan: Pick<Plan, "buffers">;
  readonly layout: Layout;
  readonly dtype: Dtype;
}

/** The same with the plan's operations. */
export interface LaidOut extends Placed {
  readonly plan: Plan;
}

/** Runs a plan's computations with the WebAssembly kernels, in buffers laid out by the plan's own layout. */
export class WasmBackend implements Backend {
  private readonly kernels: Kernels;
  private readonly arena: Arena;
  private readonly buffers: Plan["buffers"];
  private readonly layout: Layout;
  private readonly dtype: Dtype;
  private readonly base: Pointer;
  private readonly workspace: Pointer;

  /** `thread`: which of those that share the memory. Each is given the same arena and plan. */
  constructor(kernels: Kernels, arena: Arena, { plan, layout, dtype }: Placed, thread = 0) {
    this.kernels = kernels;
    this.arena = arena;
    this.buffers = plan.buffers;
    this.layout = layout;
    this.dtype = dtype;
    this.base = arena.reserve(layoutBytes(layout, thread + 1));
    this.workspace = this.base + layout.scratch + thread * layout.scratchBytes;
  }

  write(buffer: BufferId, data: ArrayLike<number>): void {
    this.elements(buffer).set(data);
  }

  read(buffer: BufferId): Float64Array {
    const elements = this.elements(buffer);
    return allocated(8 * elements.length, () => new Float64Array(elements), "a result");
  }

  run(computation: Computation): VarianceReport | null {
    switch (computation.op) {
      case "gemm":
        this.gemm(computation);
        return null;
      case "mirror":
        this.mirror(computation);
        return null;
      case "terms":
        this.terms(computation);
        return null;
      case "wick":
        this.wick(computation);
        return null;
      case "floor-variance":
        return this.floorVariance(computation);
      case "pass-variance":
        this.passVariance(computation);
        return null;
      case "orthonormalise":
        this.orthonormalise(computation);
        return null;
    }
  }

  private gemm({ rows, columns, inner, a, b, c, accumulate, symmetric, firstRow }: Gemm): void {
    const [to, ldc] = [this.address(c), c.strides[0]!];
    const triangle = symmetric ? firstRow : WHOLE;
    const operands = [this.address(a), ...a.strides, this.address(b), ...b.strides];
    this.call(KERNELS.gemm, rows, columns, inner, ...operands, to, ldc, accumulate, triangle, this.workspace);
    const first = this.address({ ...c, offset: c.offset - firstRow * ldc });
    if (symmetric) this.call(KERNELS.mirror, firstRow, firstRow + rows, first, ldc);
  }

  private mirror({ count, n, matrices }: Mirror): void {
    const [step, row] = matrices.strides;
    for (let i = 0; i < count; i++) {
      const view = { ...matrices, offset: matrices.offset + i * step! };
      this.call(KERNELS.mirror, 0, n, this.address(view), row!);
    }
  }

  private terms(operation: Terms): void {
    const program = this.workspace + this.layout.program;
    const table = new DataView(this.kernels.memory.buffer, program);
    writeProgram(table, operation, (buffer) => this.pointer(buffer), bytesPerElement(this.dtype));
    this.call(KERNELS.terms, program, this.workspace);
  }

  private wick({ first, n, k, p, activation, mean, variance, out }: Wick): void {
    const [mu, v, to] = [mean, variance, out].map((buffer) => this.element(buffer, first));
    const vectors = { n, mean: mu!, variance: v!, out: to!, workspace: this.workspace };
    wickCoefficients(this.kernels, this.arena, this.dtype, activation, k, p, vectors);
  }

  private floorVariance({ n, mean, variance, noise, out }: FloorVariance): VarianceReport {
    const to = this.workspace;
    const from = this.variances(variance, noise);
    this.call(KERNELS.floorVariance, n, this.pointer(mean), ...from, FAR, this.pointer(out), to);
    const [low, negative, notFinite, far, cancelled] = this.arena.i32(to, 5);
    const [largest, farthest, tightest] = this.arena.f64(to + 24, 3);
    const counts = { low: low!, negative: negative!, notFinite: notFinite!, cancelled: cancelled! };
    return { ...counts, far: far!, largest: largest!, farthest: farthest!, tightest: tightest! };
  }

  private passVariance({ n, variance, noise, given, out }: PassVariance): void {
    const from = this.variances(variance, noise);
    this.call(KERNELS.passVariance, n, ...from, this.pointer(given), this.pointer(out));
  }

  private variances(variance: View, noise: BufferId | null): number[] {
    return [this.address(variance), variance.strides[0]!, noise === null ? 0 : this.pointer(noise)];
  }

  private orthonormalise({ rows, n, from, out }: Orthonormalise): void {
    this.call(KERNELS.orthonormalise, rows, n, this.address(from), from.strides[0]!, this.pointer(out));
  }

  /** WebAssembly takes true for 1. */
  private call(kernel: Called, ...values: (number | boolean)[]): void {
    this.kernels[kernel[this.dtype]]!(...(values as number[]));
  }

  private address(view: View): Pointer {
    return this.element(view.buffer, view.offset);
  }

  private element(buffer: BufferId, index: number): Pointer {
    return this.pointer(buffer) + index * bytesPerElement(this.dtype);
  }

  private pointer(buffer: BufferId): Pointer {
    return this.base + this.layout.offsets[buffer]!;
  }

  private elements(buffer: BufferId): Float32Array | Float64Array {
    return this.arena[this.dtype](this.pointer(buffer), length(this.buffers[buffer]!));
  }
}
