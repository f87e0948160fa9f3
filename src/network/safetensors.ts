import type { Network } from "./network.ts";
import type { Safetensors } from "./safetensors/decode.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Reads a safetensors file (https://github.com/huggingface/safetensors: 8-byte little-endian header length,
 * JSON header, data). F64 stays f64; F32, F16 and BF16 become f32, exactly. The data are copied.
 *
 * @throws KpropError `bad-file`: truncated, malformed, a header that lies, or another dtype (it names the tensor);
 * `bad-option`: no Uint8Array
 */
export async function readSafetensors(bytes: Uint8Array): Promise<Safetensors> {
  return (await import("./files.ts")).decodeSafetensors(bytes);
}

/**
 * Writes a safetensors file: F64 or F32 by the type of each array, tensors in the order given. The header is
 * padded with spaces so that the data begin at a multiple of 8 bytes; F64 tensors come first, so that all
 * data are aligned. The same tensors and metadata give the same bytes.
 *
 * @param tensors name to tensor, any shapes
 * @param metadata text to keep in `__metadata__`
 * @throws KpropError `bad-option`: no Map, a tensor whose data are no f32 or f64 array, a shape that does not fit its
 * data, a tensor named `__metadata__`, or metadata that are no text
 */
export async function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Promise<Uint8Array<ArrayBuffer>> {
  return (await import("./files.ts")).encodeSafetensors(tensors, metadata);
}

/**
 * Writes a network as a safetensors file, which `readNetwork` reads back to the same network: tensors
 * `layers.I.weight` `[out, in]` and `layers.I.bias`, `input.mean` and `input.covariance` if recorded;
 * metadata `activations`, and `w_var` if every layer's weight variance is known.
 *
 * @throws KpropError `bad-network`, `bad-input`, or `unknown-activation` for one that no file can name
 */
export async function networkToSafetensors(network: Network): Promise<Uint8Array<ArrayBuffer>> {
  return (await import("./files.ts")).encodeNetwork(network);
}
