import type { FloatArray, Layer, Matrix, Network } from "../network/network.ts";
import { endsWithRelu, type Question } from "./question.ts";

/**
 * A network whose outputs, one for each that the question asks for, are positive exactly where the answer is yes: the
 * output less the threshold, or the other way round. It has no final activation.
 */
export function thresholdNetwork(network: Network, { neurons, thresholds, side }: Question): Network {
  const layers = linearEnd(network);
  const { weight, bias, weightVariance } = layers.at(-1)!;
  const sign = side === "above" ? 1 : -1;
  const margin = (neuron: number, at: number) => sign * ((bias?.[neuron] ?? 0) - thresholds[at]!);
  const last = {
    weight: signedRows(weight, neurons, sign),
    bias: Float64Array.from(neurons, margin),
    activation: null,
    weightVariance,
  };
  return { ...network, layers: [...layers.slice(0, -1), last] };
}

/** The layers up to a linear map whose result is beyond a threshold, from 0 on, where the output is. */
function linearEnd(network: Network): readonly Layer[] {
  const { layers } = network;
  const last = layers.at(-1)!;
  if (last.activation === null) return layers;
  if (endsWithRelu(network)) return [...layers.slice(0, -1), { ...last, activation: null }];
  return [...layers, identityLayer(last.weight.rows)];
}

/** W Wᵀ is the identity, which is what a weight variance of 1 says. */
function identityLayer(n: number): Layer {
  const data = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  return { weight: { rows: n, columns: n, data }, bias: null, activation: null, weightVariance: 1 };
}

function signedRows({ columns, data }: Matrix, neurons: readonly number[], sign: number): Matrix {
  const rows: FloatArray = data.slice(0, neurons.length * columns);
  for (const [at, neuron] of neurons.entries()) {
    for (let j = 0; j < columns; j++) rows[at * columns + j] = sign * data[neuron * columns + j]!;
  }
  return { rows: neurons.length, columns, data: rows };
}
