import { badFile } from "./fail.ts";
import { foreignFile } from "./foreign/bytes.ts";
import { parseNpyHeader } from "./npz/npy.ts";
import { npyTensor } from "./npz/npy-tensor.ts";
import { matrixFromRows, vectorFromList } from "./rows.ts";
import { decodeSafetensors } from "./safetensors/decode.ts";
import { bytesOf, type NetworkSource } from "./source.ts";
import { decodeUtf8, parseJson } from "./strict-json.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Reads one vector or matrix: JSON (a list of numbers or of rows), .npy, or safetensors with a single tensor;
 * recognised by the first bytes.
 *
 * @throws KpropError `bad-file`, `bad-option`
 */
export async function readTensor(source: NetworkSource): Promise<Tensor> {
  const bytes = await bytesOf(source);
  const what = typeof source === "string" ? source : "the array";
  if (bytes[0] === 0x93) return npyTensor(parseNpyHeader(bytes, what), bytes, what);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    badFile(`${what} is a zip file, as .npz is; expected a single array (JSON, .npy or safetensors)`);
  }
  const foreign = foreignFile(bytes);
  if (foreign !== null) badFile(`${what} is ${foreign}`);
  const first = bytes.find((byte) => ![0x09, 0x0a, 0x0d, 0x20].includes(byte));
  return first === 0x5b ? jsonTensor(bytes, what) : onlyTensor(bytes, what);
}

function jsonTensor(bytes: Uint8Array, what: string): Tensor {
  const json = parseJson(decodeUtf8(bytes, what), what);
  if (!Array.isArray(json) || !Array.isArray(json[0])) {
    const data = vectorFromList(json, what, badFile);
    return { shape: [data.length], data };
  }
  const { rows, columns, data } = matrixFromRows(json, what, badFile);
  return { shape: [rows, columns], data };
}

function onlyTensor(bytes: Uint8Array, what: string): Tensor {
  const { tensors } = decodeSafetensors(bytes);
  const [tensor] = tensors.values();
  if (tensors.size !== 1) badFile(`${what} holds ${tensors.size} tensors; expected one`);
  return tensor!;
}
