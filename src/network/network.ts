import type { Activation } from "../activations/activation.ts";

/** Numbers as they were stored: f64, or f32 (which f16 and bf16 widen to without loss). */
export type FloatArray = Float32Array | Float64Array;

/** A matrix in row-major order: element (i, j) is `data[i * columns + j]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: FloatArray;
}

/** `z = weight · x + bias`, then `activation(z)` entry by entry. */
export interface Layer {
  /** Shape `[out, in]`, PyTorch's convention. */
  readonly weight: Matrix;
  /** Length `out`; null: none. */
  readonly bias: FloatArray | null;
  /** null: none, which only the last layer may have (a linear output map). */
  readonly activation: Activation | null;
  /** `fan_in` times the variance that the weights were drawn with; only the average metric asks for it. */
  readonly weightVariance: number | null;
}

/** x ~ N(mean, covariance). */
export interface GaussianInput {
  /** Length n. */
  readonly mean: FloatArray;
  /** Shape `[n, n]`, symmetric and positive semidefinite; null: the identity. */
  readonly covariance: Matrix | null;
}

/** A multilayer perceptron, checked: its layers chain and every number is finite. */
export interface Network {
  readonly layers: readonly Layer[];
  /** The input distribution recorded with the network; null: N(0, I). */
  readonly input: GaussianInput | null;
  /** What the reader had to decide, in words (an assumed activation, an orientation that only shapes told). */
  readonly notes: readonly string[];
}

/** The widths of input, hidden layers and output. */
export function widths({ layers }: { readonly layers: readonly Pick<Layer, "weight">[] }): number[] {
  return [layers[0]!.weight.columns, ...layers.map(({ weight }) => weight.rows)];
}
