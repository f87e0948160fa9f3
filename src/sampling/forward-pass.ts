import type { Activation } from "../activations/activation.ts";
import { identity } from "../activations/identity.ts";
import type { RealFunction, Smooth } from "../activations/smooth.ts";
import { applySmooth, type Rows } from "../backend/apply-smooth.ts";
import type { Arena } from "../backend/arena.ts";
import type { Dtype } from "../backend/dtype.ts";
import { type Pointer, WHOLE } from "../backend/instance.ts";
import { KpropError } from "../errors.ts";
import { forwardCode } from "./forward-codes.ts";
import type { SamplingKernels } from "./kernels.ts";
import { type Block, load } from "./memory.ts";
import type { SampledNetwork } from "./sampled-network.ts";

/** Operations between two yields, some 10 to 30 ms. */
const SLICE_FLOPS = 2 ** 28;
/** A slice is whole multiples of this many neurons, each of which packs the inputs anew. */
const SLICE_ROWS = 64;
/** What a smooth function's value takes, in operations of the product, roughly. */
const SMOOTH_FLOPS = 500;

interface LoadedLayer {
  readonly rows: number;
  readonly columns: number;
  readonly weight: Pointer;
  readonly bias: Pointer;
  readonly activation: LoadedActivation;
}

/** What the forward kernel applies, and the smooth function to apply after it. */
interface LoadedActivation {
  readonly code: number;
  readonly parameters: Pointer;
  readonly smooth: Smooth | RealFunction | null;
}

/** A network's weights in WebAssembly memory, converted once, and the evaluation of a layer on a block. */
export class ForwardPass {
  private readonly arena: Arena;
  private readonly kernels: SamplingKernels;
  private readonly dtype: Dtype;
  private readonly layers: readonly LoadedLayer[];

  constructor(arena: Arena, kernels: SamplingKernels, dtype: Dtype, network: SampledNetwork) {
    this.arena = arena;
    this.kernels = kernels;
    this.dtype = dtype;
    this.layers = network.layers.map((layer) => loadLayer(arena, dtype, layer));
  }

  /** Number of layers. */
  get depth(): number {
    return this.layers.length;
  }

  /** The last layer's width. */
  get outputs(): number {
    return this.layers.at(-1)!.rows;
  }

  /** Bytes of workspace that blocks of so many columns need. */
  workspaceBytes(columns: number): number {
    return Math.max(...this.layers.map((l) => this.kernels.gemmWorkspace(l.rows, columns, l.columns)));
  }

  /**
   * to = φ(W · from + b) for layer `index`, some rows at a time with a yield after each; W · from into `products` too, which
   * has the same row length, if there is one.
   *
   * @throws KpropError `not-finite` naming the layer, or the argument at which a caller's function gave that
   */
  *evaluate(index: number, from: Block, to: Block, columns: number, workspace: Pointer, products?: Block) {
    const { rows, columns: k, weight, bias, activation } = this.layers[index]!;
    const { kernels } = this;
    const { bytes } = kernels;
    const each = 2 * k + (activation.smooth ? SMOOTH_FLOPS : 0);
    const step = SLICE_ROWS * Math.max(1, Math.floor(SLICE_FLOPS / (each * columns * SLICE_ROWS)));
    for (let i = 0; i < rows; i += step) {
      const m = Math.min(step, rows - i);
      const [a, c] = [weight + i * k * bytes, to.pointer + i * to.ld * bytes];
      kernels.gemm(m, columns, k, a, k, 1, from.pointer, from.ld, 1, c, to.ld, 0, WHOLE, workspace);
      if (products) this.copyRows(c, products.pointer + i * to.ld * bytes, m * to.ld);
      const { code, parameters } = activation;
      const finite = kernels.forward(m, columns, c, to.ld, bias && bias + i * bytes, code, parameters);
      if (!finite) throw overflow(this.layerName(index), this.dtype);
      this.applySmooth(activation, { rows: m, columns, pointer: c, ld: to.ld });
      yield;
    }
  }

  private copyRows(from: Pointer, to: Pointer, length: number): void {
    const view = (pointer: Pointer) => this.arena[this.dtype](pointer, length);
    view(to).set(view(from) as Float64Array);
  }

  private applySmooth({ smooth }: LoadedActivation, z: Rows): void {
    if (smooth === null) return;
    applySmooth(smooth, z, { arena: this.arena, dtype: this.dtype, kernel: this.kernels.smooth });
  }

  /** As errors call it. */
  layerName(index: number): string {
    return `layer ${index + 1} of ${this.depth}`;
  }
}

export function overflow(where: string, dtype: Dtype): KpropError {
  const advice = dtype === "f32" ? `; dtype "f64" reaches further` : "";
  return new KpropError("not-finite", `${where}: a value overflowed in ${dtype}${advice}`);
}

function loadLayer(
  arena: Arena,
  dtype: Dtype,
  { weight, bias, activation }: SampledNetwork["layers"][number],
): LoadedLayer {
  return {
    rows: weight.rows,
    columns: weight.columns,
    weight: load(arena, dtype, weight.data),
    bias: bias ? load(arena, dtype, bias) : 0,
    activation: loadActivation(arena, activation),
  };
}

function loadActivation(arena: Arena, activation: Activation | null): LoadedActivation {
  const wick = activation?.wick ?? identity.wick;
  const { code, parameters } = forwardCode(wick);
  return {
    code,
    parameters: parameters.length > 0 ? load(arena, "f64", parameters) : 0,
    smooth: wick.family === "quadrature" ? wick.of : null,
  };
}
