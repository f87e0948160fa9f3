import type { Dtype } from "../../src/backend/dtype.ts";
import { bytesPerElement } from "../../src/backend/dtype.ts";
import { type Pointer, WHOLE } from "../../src/backend/instance.ts";
import { makeNetwork } from "../../src/network/make.ts";
import { type FloatArray, type Network, widths } from "../../src/network/network.ts";
import { type SamplingKernels, samplingKernels } from "../../src/sampling/kernels.ts";
import type { Space } from "./space.ts";

/** A layer's weight `[rows, columns]` and bias among the parameters: where each begins. */
interface Place {
  readonly rows: number;
  readonly columns: number;
  readonly weight: number;
  readonly bias: number;
}

/** A matrix in memory, element (i, j) at pointer + i · rowStride + j · columnStride. */
type Operand = readonly [pointer: Pointer, rowStride: number, columnStride: number];

/**
 * A ReLU network with biases under training: values and gradients of a batch of inputs, by products of the library's
 * kernels. Values of a layer are `[neurons][batch]`, a sample a column.
 */
export class Perceptron {
  readonly batch: number;
  readonly widths: readonly number[];
  readonly layers: readonly Place[];
  /** All weights and biases, layer by layer. */
  readonly parameters: FloatArray;
  /** Of the loss, in the parameters' places; written by `backward`. */
  readonly gradient: FloatArray;
  /** The inputs, which are the caller's to write. */
  readonly inputs: FloatArray;
  /** Written by `forward`. */
  readonly outputs: FloatArray;
  /** Of the loss with respect to the outputs: the caller's to write. */
  readonly outputGradient: FloatArray;
  private readonly dtype: Dtype;
  private readonly space: Space;
  private readonly kernels: SamplingKernels;
  private readonly at: { parameters: Pointer; gradient: Pointer; workspace: Pointer };
  /** Of the inputs and each layer. */
  private readonly values: readonly Pointer[];
  private readonly gradients: readonly Pointer[];

  constructor(space: Space, network: Network, batch: number, dtype: Dtype = "f32") {
    this.space = space;
    this.dtype = dtype;
    this.batch = batch;
    this.widths = widths(network);
    this.layers = places(this.widths);
    this.kernels = samplingKernels(space.kernels, dtype);
    const count = this.layers.reduce((total, { rows, columns }) => total + rows * (columns + 1), 0);
    const reserve = (elements: number) => space.arena.reserve(elements * bytesPerElement(dtype));
    this.values = this.widths.map((width) => reserve(width * batch));
    this.gradients = this.widths.map((width) => reserve(width * batch));
    const workspace = space.arena.reserve(this.workspaceBytes());
    this.at = { parameters: reserve(count), gradient: reserve(count), workspace };
    // Views last until memory grows, which it has done by now.
    this.parameters = this.view(this.at.parameters, count);
    this.gradient = this.view(this.at.gradient, count);
    this.inputs = this.view(this.values[0]!, this.widths[0]! * batch);
    this.outputs = this.view(this.values.at(-1)!, this.widths.at(-1)! * batch);
    this.outputGradient = this.view(this.gradients.at(-1)!, this.widths.at(-1)! * batch);
    this.read(network);
  }

  /** The outputs at the inputs. */
  forward(): void {
    const { batch } = this;
    for (const [l, { rows, columns, weight, bias }] of this.layers.entries()) {
      const [from, to] = [this.values[l]!, this.values[l + 1]!];
      this.product([rows, batch, columns], [this.parameter(weight), columns, 1], [from, batch, 1], to);
      const z = this.view(to, rows * batch);
      const rectified = l < this.layers.length - 1;
      for (let i = 0; i < rows; i++) {
        const shift = this.parameters[bias + i]!;
        for (let c = i * batch; c < (i + 1) * batch; c++) {
          const x = z[c]! + shift;
          z[c] = rectified && x < 0 ? 0 : x;
        }
      }
    }
  }

  /** The gradient, from that with respect to the outputs of the last `forward`. */
  backward(): void {
    for (let l = this.layers.length - 1; l >= 0; l--) {
      this.layerGradient(l);
      if (l > 0) this.backThrough(l);
    }
  }

  /** The network as it stands. */
  network(): Network {
    return makeNetwork({
      layers: this.layers.map(({ rows, columns, weight, bias }) => ({
        weight: { rows, columns, data: this.parameters.slice(weight, bias) },
        bias: this.parameters.slice(bias, bias + rows),
      })),
    });
  }

  private read(network: Network): void {
    for (const [l, { weight, bias }] of this.layers.entries()) {
      const layer = network.layers[l]!;
      this.parameters.set(layer.weight.data, weight);
      if (layer.bias) this.parameters.set(layer.bias, bias);
      else this.parameters.fill(0, bias, bias + layer.weight.rows);
    }
  }

  /** Of a layer's weight, Δ Xᵀ, and bias, the sums of Δ's rows. */
  private layerGradient(l: number): void {
    const { rows, columns, weight, bias } = this.layers[l]!;
    const { batch } = this;
    const [delta, x] = [this.gradients[l + 1]!, this.values[l]!];
    const to = this.at.gradient + weight * this.kernels.bytes;
    this.product([rows, columns, batch], [delta, batch, 1], [x, 1, batch], to);
    const values = this.view(delta, rows * batch);
    for (let i = 0; i < rows; i++) {
      let total = 0;
      for (let c = i * batch; c < (i + 1) * batch; c++) total += values[c]!;
      this.gradient[bias + i] = total;
    }
  }

  /** Wᵀ Δ where the layer below is above zero. */
  private backThrough(l: number): void {
    const { rows, columns, weight } = this.layers[l]!;
    const { batch } = this;
    const [delta, to] = [this.gradients[l + 1]!, this.gradients[l]!];
    this.product([columns, batch, rows], [this.parameter(weight), 1, columns], [delta, batch, 1], to);
    const [gradient, x] = [this.view(to, columns * batch), this.view(this.values[l]!, columns * batch)];
    for (let c = 0; c < gradient.length; c++) if (x[c] === 0) gradient[c] = 0;
  }

  /** to = a · b, `to` row-major. */
  private product([m, n, k]: readonly [number, number, number], a: Operand, b: Operand, to: Pointer): void {
    this.kernels.gemm(m, n, k, ...a, ...b, to, n, 0, WHOLE, this.at.workspace);
  }

  private parameter(offset: number): Pointer {
    return this.at.parameters + offset * this.kernels.bytes;
  }

  private view(pointer: Pointer, length: number): FloatArray {
    return this.space.arena[this.dtype](pointer, length);
  }

  private workspaceBytes(): number {
    const { batch, kernels } = this;
    const products = this.layers.flatMap(({ rows, columns }) => [
      kernels.gemmWorkspace(rows, batch, columns),
      kernels.gemmWorkspace(rows, columns, batch),
      kernels.gemmWorkspace(columns, batch, rows),
    ]);
    return Math.max(...products);
  }
}

function places(all: readonly number[]): Place[] {
  let next = 0;
  return all.slice(1).map((rows, l) => {
    const columns = all[l]!;
    const weight = next;
    const bias = weight + rows * columns;
    next = bias + rows;
    return { rows, columns, weight, bias };
  });
}
