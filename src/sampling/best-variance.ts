import { hasOwnFunction, type SampledNetwork } from "./sampled-network.ts";
import type { Variance } from "./variance.ts";

/**
 * A control variate takes time to make, as long as thousands of samples: from so many on it is worth that, in all and for
 * each neuron of the first two layers. With two hidden layers it gives so much more that fewer do.
 */
const LEAST = { samples: 8192, perNeuron: 16 };
const LEAST_OF_TWO = { samples: 1024, perNeuron: 4 };

/** Beyond so many hidden layers Sobol points give more, of which there must be enough. */
const SHALLOW = 8;
const LEAST_POINTS = 8192;

/**
 * The way of sampling whose errors measured smallest in equal time (docs/sampling.md), among those that a network, a number
 * of samples and a wish for the moments of all layers leave.
 */
export function bestVariance(network: SampledNetwork, samples: number, layers: boolean): Variance {
  const hidden = network.layers.filter(({ activation }) => activation !== null).length;
  if (hidden > SHALLOW && samples >= LEAST_POINTS && isPowerOf2(samples)) return "sobol";
  const possible = !layers && !hasOwnFunction(network);
  if (possible && samples >= leastForControl(network, hidden)) return "control";
  return samples % 2 === 0 ? "antithetic" : "plain";
}

function leastForControl({ layers }: SampledNetwork, hidden: number): number {
  const { samples, perNeuron } = hidden > 2 ? LEAST : LEAST_OF_TWO;
  return Math.max(samples, ...layers.slice(0, 2).map(({ weight }) => perNeuron * weight.rows));
}

/** By halves, which are exact: engines do not agree on logarithms. */
function isPowerOf2(count: number): boolean {
  let odd = count;
  while (odd % 2 === 0) odd /= 2;
  return odd === 1;
}
