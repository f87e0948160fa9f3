import { makeNetwork } from "../../src/network/make.ts";
import type { Network } from "../../src/network/network.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";

export interface Duplicated {
  readonly width: number;
  readonly depth: number;
  /** Neurons of a layer that differ from each other. */
  readonly distinct: number;
  readonly outputs: number;
  readonly seed: number;
}

/** A random ReLU network whose layers repeat their first neurons: neuron i has the incoming weights of neuron i mod `distinct`. */
export async function duplicated({ distinct, ...options }: Duplicated): Promise<Network> {
  const { width, depth } = options;
  const { layers } = await randomNetwork({ ...options, inputs: width });
  return makeNetwork({
    layers: layers.map(({ weight, activation }, l) => {
      if (l === depth) return { weight, activation };
      const data = Float64Array.from(weight.data, (_, at) => {
        const [i, j] = [Math.floor(at / weight.columns), at % weight.columns];
        return weight.data[(i % distinct) * weight.columns + j]!;
      });
      return { weight: { ...weight, data }, activation };
    }),
  });
}

/** One input, n neurons that all are relu(x), n that all are a tenth and more of their sum, and the mean of these. */
export function equalNeurons(n: number): Network {
  const row = Array.from({ length: n }, (_, j) => ((j % 2 ? 1 : -1) * 2) / n + 1 / n);
  return makeNetwork({
    layers: [
      { weight: Array.from({ length: n }, () => [1]), activation: "relu" },
      { weight: Array.from({ length: n }, () => row), activation: "relu" },
      { weight: [Array<number>(n).fill(1 / n)] },
    ],
  });
}
