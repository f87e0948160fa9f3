import { type FloatArray, makeNetwork, type Network } from "kprop";
import type { Neuron } from "../protocol/jobs.ts";
import { opened } from "./read-network.ts";

/**
 * A network whose outputs are that many copies of one neuron's pre-activation, so that one propagation gives its tail
 * probability at as many thresholds.
 */
export async function oneNeuron({ network: spec, layer, neuron }: Neuron, copies: number): Promise<Network> {
  const { network } = await opened(spec);
  const { weight, bias } = network.layers[layer]!;
  const row = weight.data.subarray(neuron * weight.columns, (neuron + 1) * weight.columns);
  return makeNetwork({
    layers: [
      ...network.layers.slice(0, layer),
      {
        weight: { rows: copies, columns: weight.columns, data: repeated(row, copies) },
        bias: bias === null ? null : repeated(bias.subarray(neuron, neuron + 1), copies),
        activation: null,
      },
    ],
    input: network.input,
    notes: network.notes,
  });
}

function repeated(values: FloatArray, times: number): FloatArray {
  const all = new (values.constructor as Float64ArrayConstructor)(values.length * times);
  for (let i = 0; i < times; i++) all.set(values, i * values.length);
  return all;
}
