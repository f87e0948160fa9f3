import { badOption, show } from "../fail.ts";
import { isBytes } from "../is-bytes.ts";
import type { Tensor } from "../tensor.ts";
import { DTYPES } from "./dtype.ts";
import { readHeader } from "./header.ts";

/** The contents of a safetensors file. */
export interface Safetensors {
  readonly tensors: Map<string, Tensor>;
  readonly metadata: Map<string, string>;
}

/** What readSafetensors gives, at once. */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  if (!isBytes(bytes)) badOption(`bytes is ${show(bytes)}; expected a Uint8Array`);
  const { entries, metadata, dataStart } = readHeader(bytes);
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    const stored = bytes.subarray(dataStart + begin, dataStart + end);
    tensors.set(name, { shape, data: DTYPES.get(dtype)!.decode(stored) });
  }
  return { tensors, metadata: new Map(metadata) };
}
