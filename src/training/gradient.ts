import type { Network } from "../network/network.ts";

/** The derivatives of a loss by everything that a network is made of; row-major, of the same shapes. */
export interface Gradient {
  readonly layers: readonly LayerGradient[];
  /** By the input's moments; null where the input is N(0, I) by default, and not given. */
  readonly input: InputGradient | null;
}

export interface LayerGradient {
  /** Shape `[out, in]`. */
  readonly weight: Float64Array;
  /** Length `out`; null where the layer has none. */
  readonly bias: Float64Array | null;
}

export interface InputGradient {
  /** Length n. */
  readonly mean: Float64Array;
  /** Shape `[n, n]`, symmetric: Σ_ij of it times a change of Σ_ij; null where the covariance is the identity by default. */
  readonly covariance: Float64Array | null;
}

/** Where a plan loads what from; estimate/inputs.ts answers. */
const INPUT = { mean: "input.mean", covariance: "input.covariance" };

/** A network's gradient from what a plan has stored. */
export function storedGradient(network: Network, results: ReadonlyMap<string, Float64Array>): Gradient {
  const stored = (source: string) => results.get(`adjoint/${source}`) ?? null;
  const mean = stored(INPUT.mean);
  const covariance = stored(INPUT.covariance);
  return {
    layers: network.layers.map((_, l) => ({
      weight: stored(`layers.${l}.weight`)!,
      bias: stored(`layers.${l}.bias`),
    })),
    input: mean && { mean, covariance: covariance && symmetrised(covariance, mean.length) },
  };
}

/** Of all derivatives by entries of a symmetric matrix, that give the same for symmetric changes, the symmetric one. */
function symmetrised(matrix: Float64Array, n: number): Float64Array {
  return matrix.map((x, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return (x + matrix[j * n + i]!) / 2;
  });
}

/** Σ of gradients of the same network. */
export function summed(gradients: readonly Gradient[]): Gradient {
  return gradients.reduce((total, gradient) => ({
    layers: total.layers.map(({ weight, bias }, l) => ({
      weight: plus(weight, gradient.layers[l]!.weight),
      bias: bias && plus(bias, gradient.layers[l]!.bias!),
    })),
    input: total.input && {
      mean: plus(total.input.mean, gradient.input!.mean),
      covariance: total.input.covariance && plus(total.input.covariance, gradient.input!.covariance!),
    },
  }));
}

function plus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x + b[i]!);
}
