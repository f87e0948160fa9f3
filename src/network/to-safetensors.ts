import { activationSpec } from "../activations/parse.ts";
import { checkNetwork } from "./check.ts";
import type { Matrix, Network } from "./network.ts";
import { writeSafetensors } from "./safetensors/write.ts";
import type { Tensor } from "./tensor.ts";
import { INPUT_COVARIANCE, INPUT_MEAN } from "./tensors/input.ts";

/**
 * Writes a network as a safetensors file, which `readNetwork` reads back to the same network: tensors
 * `layers.I.weight` `[out, in]` and `layers.I.bias`, `input.mean` and `input.covariance` if recorded;
 * metadata `activations`, and `w_var` if every layer's weight variance is known.
 *
 * @throws KpropError `bad-network`, `bad-input`, or `unknown-activation` for one that no file can name
 */
export function networkToSafetensors(network: Network): Uint8Array<ArrayBuffer> {
  checkNetwork(network);
  return writeSafetensors(toTensors(network), toMetadata(network));
}

function toTensors({ layers, input }: Network): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  layers.forEach(({ weight, bias }, l) => {
    tensors.set(`layers.${l}.weight`, fromMatrix(weight));
    if (bias) tensors.set(`layers.${l}.bias`, { shape: [bias.length], data: bias });
  });
  if (input) tensors.set(INPUT_MEAN, { shape: [input.mean.length], data: input.mean });
  if (input?.covariance) tensors.set(INPUT_COVARIANCE, fromMatrix(input.covariance));
  return tensors;
}

function fromMatrix({ rows, columns, data }: Matrix): Tensor {
  return { shape: [rows, columns], data };
}

function toMetadata({ layers }: Network): Map<string, string> {
  const specs = layers.flatMap(({ activation }) => (activation ? [activationSpec(activation)] : []));
  const variances = layers.map(({ weightVariance }) => weightVariance);
  const metadata = new Map([["activations", JSON.stringify(specs)]]);
  if (!variances.includes(null)) metadata.set("w_var", JSON.stringify(variances));
  return metadata;
}
