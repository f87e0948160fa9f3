import type { GaussianInput, Layer, Matrix, Network } from "../../src/network/network.ts";
import type { Gradient } from "../../src/training/gradient.ts";

/** A way to change a network's numbers; what is absent stays. */
export interface Direction {
  readonly name: string;
  readonly layer?: number;
  readonly part: "weight" | "bias" | "mean" | "covariance";
  readonly values: Float64Array;
}

/** For every tensor of a network and of its input one direction that changes all of its numbers. */
export function directions({ layers, input }: Network & { input: GaussianInput }): Direction[] {
  const ofLayers = layers.flatMap(({ weight, bias }, layer): Direction[] => [
    { name: `layer ${layer}'s weight`, layer, part: "weight", values: waves(weight.data.length, layer) },
    ...(bias
      ? [{ name: `layer ${layer}'s bias`, layer, part: "bias", values: waves(bias.length, layer) } as const]
      : []),
  ]);
  const n = input.mean.length;
  const covariance = waves(n * n, 5).map((x, at, all) => x + all[(at % n) * n + Math.floor(at / n)]!);
  return [
    ...ofLayers,
    { name: "the input's mean", part: "mean", values: waves(n, 3) },
    { name: "the input's covariance", part: "covariance", values: covariance },
  ];
}

function waves(length: number, phase: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => Math.sin(2.3 * i + phase + 0.4));
}

export function moved<T extends Network & { input: GaussianInput }>(network: T, by: Direction, t: number): T {
  const shift = <A extends Float32Array | Float64Array>(data: A) =>
    Float64Array.from(data, (x, i) => x + t * by.values[i]!);
  const shiftMatrix = (matrix: Matrix): Matrix => ({ ...matrix, data: shift(matrix.data) });
  const { input } = network;
  if (by.part === "mean") return { ...network, input: { ...input, mean: shift(input.mean) } };
  if (by.part === "covariance") {
    return { ...network, input: { ...input, covariance: shiftMatrix(input.covariance!) } };
  }
  const change = (layer: Layer): Layer =>
    by.part === "weight"
      ? { ...layer, weight: shiftMatrix(layer.weight) }
      : { ...layer, bias: shift(layer.bias!) };
  return { ...network, layers: network.layers.map((layer, l) => (l === by.layer ? change(layer) : layer)) };
}

/** The derivative along a direction, and the size of what it is the sum of. */
export function along(
  gradient: Gradient,
  { layer, part, values }: Direction,
): { derivative: number; scale: number } {
  const own = part === "weight" || part === "bias" ? gradient.layers[layer!]![part]! : gradient.input![part]!;
  const products = own.map((x, i) => x * values[i]!);
  return {
    derivative: products.reduce((total, x) => total + x, 0),
    scale: products.reduce((total, x) => total + Math.abs(x), 0),
  };
}
