import type { FloatArray, Network } from "../network/network.ts";
import type { Gradient } from "./gradient.ts";

/** Every weight and bias, layer by layer. */
export function parametersOf({ layers }: Network): Float64Array {
  return joined(layers.flatMap(({ weight, bias }) => [weight.data, bias]));
}

/** Their derivatives in the same places. */
export function gradientByParameters({ layers }: Gradient): Float64Array {
  return joined(layers.flatMap(({ weight, bias }) => [weight, bias]));
}

/** The network with those weights and biases, which are copied. */
export function withParameters(network: Network, parameters: Float64Array): Network {
  let next = 0;
  const take = (length: number) => {
    next += length;
    return parameters.slice(next - length, next);
  };
  const layers = network.layers.map((layer) => ({
    ...layer,
    weight: { ...layer.weight, data: take(layer.weight.data.length) },
    bias: layer.bias && take(layer.bias.length),
  }));
  return { ...network, layers };
}

function joined(parts: readonly (FloatArray | null)[]): Float64Array {
  const all = new Float64Array(parts.reduce((total, part) => total + (part?.length ?? 0), 0));
  let next = 0;
  for (const part of parts) {
    if (part === null) continue;
    all.set(part, next);
    next += part.length;
  }
  return all;
}
