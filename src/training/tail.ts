import { heaviside } from "../activations/heaviside.ts";
import { KpropError, reading } from "../errors.ts";
import type { Warning } from "../estimate/warnings/warning.ts";
import { checkNetwork } from "../network/check.ts";
import type { Layer, Network } from "../network/network.ts";
import { toVector } from "../network/rows.ts";
import { show } from "../show.ts";
import { parseQuestion } from "../tail/question.ts";
import { thresholdNetwork } from "../tail/threshold-network.ts";
import type { LayerGradient } from "./gradient.ts";
import type { OutputMoments } from "./loss.ts";
import type { Objective } from "./objective.ts";

/**
 * P(output_i > threshold): the mean of a step unit behind the output. Unlike the unit of `tailProbability` it keeps the
 * Gaussian's factor e^(−α²/2), since Wick coefficients without it do not differentiate into each other.
 *
 * @throws KpropError `bad-option` for a threshold that is no finite number, or below 0 after a final relu
 */
export function tailObjective(network: Network, output: number, threshold: number): Objective {
  const asked = { threshold, neuron: output, side: "above" } as const;
  const extended = thresholdNetwork(network, parseQuestion(network, asked, CORE));
  const { layers } = extended;
  const unit: Layer = { ...layers.at(-1)!, activation: heaviside };
  const isAppended = layers.length > network.layers.length;
  return {
    network: { ...extended, layers: [...layers.slice(0, -1), unit] },
    degree: 1,
    evaluate: ({ mean }) => ({ value: mean[0]!, mean: [1] }),
    doubts: (moments) => improper(moments, output),
    pullBack: ({ layers, input }) => ({
      layers: isAppended ? layers.slice(0, -1) : ofRow(layers, network.layers.at(-1)!, output),
      input,
    }),
  };
}

const CORE = { checkNetwork, KpropError, reading, show, toVector };

function improper({ mean }: OutputMoments, output: number): Warning[] {
  const value = mean[0]!;
  if (value >= 0 && value <= 1) return [];
  const message = `the tail probability of output ${output} came out as ${value.toPrecision(2)}`;
  return [{ code: "improper-tail", message, serious: true }];
}

/** Of the last linear map only that row was used. */
function ofRow(layers: readonly LayerGradient[], { weight, bias }: Layer, output: number): LayerGradient[] {
  const row = layers.at(-1)!;
  const whole = {
    weight: new Float64Array(weight.rows * weight.columns),
    bias: bias && new Float64Array(weight.rows),
  };
  whole.weight.set(row.weight, output * weight.columns);
  if (whole.bias) whole.bias[output] = row.bias![0]!;
  return [...layers.slice(0, -1), whole];
}
