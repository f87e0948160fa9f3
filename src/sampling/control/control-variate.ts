import type { Arena } from "../../backend/arena.ts";
import type { Dtype } from "../../backend/dtype.ts";
import type { Pointer } from "../../backend/instance.ts";
import { POLYNOMIAL } from "../forward-codes.ts";
import { ForwardPass, overflow } from "../forward-pass.ts";
import type { SamplingKernels } from "../kernels.ts";
import { type Block, load } from "../memory.ts";
import type { Control } from "./control.ts";

/** A degree and three coefficients, as the forward kernel reads a polynomial. */
const PARAMETERS = 4;

/** A control variate in WebAssembly memory, and its values on a block of samples. */
export class ControlVariate {
  readonly layer: number;
  /** Where the layer's products W·x are put. */
  readonly products: Block;
  /** What `evaluate` gives, a row for each output. */
  readonly values: Block;
  private readonly kernels: SamplingKernels;
  private readonly dtype: Dtype;
  private readonly neurons: number;
  private readonly shift: Pointer;
  private readonly parameters: Pointer;
  private readonly gain: ForwardPass | null;

  constructor(
    arena: Arena,
    kernels: SamplingKernels,
    dtype: Dtype,
    { layer, shift, polynomials, gain }: Control,
    columns: number,
  ) {
    const block = (rows: number) => ({ pointer: arena.reserve(rows * columns * kernels.bytes), ld: columns });
    this.layer = layer;
    this.neurons = shift.length;
    this.kernels = kernels;
    this.dtype = dtype;
    this.products = block(this.neurons);
    this.values = gain ? block(gain.rows) : this.products;
    this.shift = load(arena, dtype, shift);
    this.parameters = load(arena, "f64", parameters(polynomials));
    const layers = gain && [{ weight: gain, bias: null, activation: null }];
    this.gain = layers && new ForwardPass(arena, kernels, dtype, { layers });
  }

  workspaceBytes(columns: number): number {
    return this.gain?.workspaceBytes(columns) ?? 0;
  }

  /**
   * Its values from the products, which are overwritten.
   *
   * @throws KpropError `not-finite`
   */
  *evaluate(columns: number, workspace: Pointer): Generator<void, void> {
    const { products } = this;
    const { bytes, forward } = this.kernels;
    for (let i = 0; i < this.neurons; i++) {
      const row = products.pointer + i * products.ld * bytes;
      const at = this.parameters + i * PARAMETERS * 8;
      const finite = forward(1, columns, row, products.ld, this.shift + i * bytes, POLYNOMIAL, at);
      if (!finite) throw overflow("the control variate", this.dtype);
    }
    if (this.gain) yield* this.gain.evaluate(0, products, this.values, columns, workspace);
  }
}

function parameters(polynomials: Float64Array): Float64Array {
  const found = new Float64Array((polynomials.length / 3) * PARAMETERS);
  for (let i = 0; i < found.length / PARAMETERS; i++) {
    found.set([2, ...polynomials.subarray(3 * i, 3 * i + 3)], i * PARAMETERS);
  }
  return found;
}
