import { activationSpec } from "../activations/spec.ts";
import { checkNetwork } from "./check.ts";
import type { Matrix, Network } from "./network.ts";
import { encodeSafetensors } from "./safetensors/encode.ts";
import type { Tensor } from "./tensor.ts";
import { INPUT_COVARIANCE, INPUT_MEAN } from "./tensors/input.ts";

/** What networkToSafetensors gives, at once. */
export function encodeNetwork(network: Network): Uint8Array<ArrayBuffer> {
  checkNetwork(network);
  return encodeSafetensors(toTensors(network), toMetadata(network));
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
