import { polynomialDerivative, polynomialPower } from "../activations/polynomial.ts";
import { QUADRATURE_NEURONS, QUADRATURE_NODES } from "../activations/quadrature.ts";
import type { RealFunction, Smooth } from "../activations/smooth.ts";
import { stepPower } from "../activations/step.ts";
import type { Backend, VarianceReport } from "../plan/execute.ts";
import type { Layout } from "../plan/memory.ts";
import type {
  BufferId,
  Computation,
  FloorVariance,
  Gemm,
  Mirror,
  Plan,
  Terms,
  View,
  Wick,
} from "../plan/plan.ts";
import { length } from "../plan/plan.ts";
import { writeProgram } from "../plan/program.ts";
import { applySmooth, type SmoothKernel } from "./apply-smooth.ts";
import type { Arena } from "./arena.ts";
import type { Dtype } from "./dtype.ts";
import { bytesPerElement } from "./dtype.ts";
import type { Kernels, Pointer } from "./kernels.ts";

/** Predicted variances below this are lifted to it before they enter a Wick coefficient (spec section 5). */
export const VARIANCE_FLOOR = 1e-10;

/** Means further from zero than this many standard deviations are reported. */
export const FAR = 1e3;

/** Runs a plan's computations with the WebAssembly kernels, in buffers laid out by the plan's own layout. */
export class WasmBackend implements Backend {
  private readonly kernels: Kernels;
  private readonly arena: Arena;
  private readonly plan: Plan;
  private readonly layout: Layout;
  private readonly dtype: Dtype;
  private readonly base: Pointer;
  private readonly workspace: Pointer;

  constructor(kernels: Kernels, arena: Arena, plan: Plan, layout: Layout, dtype: Dtype) {
    this.kernels = kernels;
    this.arena = arena;
    this.plan = plan;
    this.layout = layout;
    this.dtype = dtype;
    this.base = arena.reserve(layout.bytes);
    this.workspace = this.base + layout.workspace;
  }

  write(buffer: BufferId, data: ArrayLike<number>): void {
    this.elements(buffer).set(data);
  }

  read(buffer: BufferId): Float64Array {
    return Float64Array.from(this.elements(buffer));
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
    }
  }

  private gemm({ rows, columns, inner, a, b, c, accumulate, symmetric }: Gemm): void {
    const [to, ldc] = [this.address(c), c.strides[0]!];
    const operands = [this.address(a), ...a.strides, this.address(b), ...b.strides];
    this.call("gemm", rows, columns, inner, ...operands, to, ldc, accumulate, symmetric, this.workspace);
    if (symmetric) this.call("mirror", rows, to, ldc);
  }

  private mirror({ count, n, matrices }: Mirror): void {
    const [step, row] = matrices.strides;
    for (let i = 0; i < count; i++) {
      const view = { ...matrices, offset: matrices.offset + i * step! };
      this.call("mirror", n, this.address(view), row!);
    }
  }

  private terms(operation: Terms): void {
    const program = this.base + this.layout.program;
    const table = new DataView(this.kernels.memory.buffer, program);
    writeProgram(table, operation, (buffer) => this.pointer(buffer), bytesPerElement(this.dtype));
    this.call("terms", program, this.workspace);
  }

  private wick(operation: Wick): void {
    const { n, k, p, activation, mean, variance, out } = operation;
    const vectors = [mean, variance, out].map((buffer) => this.pointer(buffer));
    switch (activation.family) {
      case "two-sided":
        this.call("wickTwoSided", n, k, p, activation.positive, activation.negative, ...vectors);
        return;
      case "step": {
        // The p-th power of a step is the derivative of above^p relu(z) − below^p relu(−z).
        const { above, below } = stepPower(activation, p);
        this.call("wickTwoSided", n, k + 1, 1, above, -below, ...vectors);
        return;
      }
      case "polynomial": {
        const coefficients = polynomialDerivative(polynomialPower(activation.coefficients, p), k);
        this.arena.f64(this.workspace, coefficients.length).set(coefficients);
        this.call("wickPolynomial", n, coefficients.length - 1, this.workspace, ...vectors);
        return;
      }
      case "quadrature":
        this.quadrature(operation, activation.of);
    }
  }

  /** Some neurons at a time: the points, the function on them, the sums. */
  private quadrature({ n, k, p, mean, variance, out }: Wick, of: Smooth | RealFunction): void {
    const values = this.workspace + 4 * QUADRATURE_NODES;
    const kernel = this.kernels.smooth_f64 as SmoothKernel;
    for (let first = 0; first < n; first += QUADRATURE_NEURONS) {
      const count = Math.min(QUADRATURE_NEURONS, n - first);
      const at = (buffer: BufferId) => this.pointer(buffer) + first * bytesPerElement(this.dtype);
      this.call("quadraturePoints", count, at(mean), at(variance), values);
      const rows = { rows: 1, columns: count * QUADRATURE_NODES, pointer: values, ld: 0 };
      applySmooth(of, rows, { arena: this.arena, dtype: "f64", kernel });
      this.call("quadratureSums", count, k, p, at(variance), values, this.workspace, at(out));
    }
  }

  private floorVariance({ n, mean, variance, out }: FloorVariance): VarianceReport {
    const [from, stride] = [this.address(variance), variance.strides[0]!];
    const to = this.workspace;
    this.call(
      "floorVariance",
      n,
      this.pointer(mean),
      from,
      stride,
      VARIANCE_FLOOR,
      FAR,
      this.pointer(out),
      to,
    );
    const [low, negative, notFinite, far] = this.arena.i32(to, 4);
    const [largest] = this.arena.f64(to + 16, 1);
    return { low: low!, negative: negative!, notFinite: notFinite!, far: far!, largest: largest! };
  }

  private call(kernel: string, ...values: (number | boolean)[]): void {
    this.kernels[`${kernel}_${this.dtype}`]!(...values.map(Number));
  }

  private address(view: View): Pointer {
    return this.pointer(view.buffer) + view.offset * bytesPerElement(this.dtype);
  }

  private pointer(buffer: BufferId): Pointer {
    return this.base + this.layout.offsets[buffer]!;
  }

  private elements(buffer: BufferId): Float32Array | Float64Array {
    return this.arena[this.dtype](this.pointer(buffer), length(this.plan.buffers[buffer]!));
  }
}
