import { badOption, show } from "../fail.ts";
import type { Tensor } from "../tensor.ts";
import { DTYPES } from "./dtype.ts";
import { readHeader } from "./header.ts";

/** The contents of a safetensors file. */
export interface Safetensors {
  readonly tensors: Map<string, Tensor>;
  readonly metadata: Map<string, string>;
}

/**
 * Reads a safetensors file (https://github.com/huggingface/safetensors: 8-byte little-endian header length,
 * JSON header, data). F64 stays f64; F32, F16 and BF16 become f32, exactly. The data are copied.
 *
 * @throws KpropError `bad-file`: truncated, malformed, a header that lies, or another dtype (it names the tensor);
 * `bad-option`: no Uint8Array
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  if (!(bytes instanceof Uint8Array)) badOption(`bytes is ${show(bytes)}; expected a Uint8Array`);
  const { entries, metadata, dataStart } = readHeader(bytes);
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    const stored = bytes.subarray(dataStart + begin, dataStart + end);
    tensors.set(name, { shape, data: DTYPES.get(dtype)!.decode(stored) });
  }
  return { tensors, metadata: new Map(metadata) };
}
