import { show } from "../fail.ts";
import { refuseZip } from "../foreign/zip.ts";
import type { Tensor } from "../tensor.ts";
import type { TensorFile } from "../tensors/from-tensors.ts";
import { parseNpy } from "./npy.ts";
import { npyStrings, npyTensor } from "./npy-tensor.ts";
import { unzip } from "./unzip.ts";

/**
 * Reads what `numpy.savez` and `savez_compressed` write: f8, f4 and f2 arrays, little-endian, in C or Fortran
 * order. Two entries may hold metadata: `activations` (JSON text, or an array of names) and `w_var` (JSON
 * text, or an array of numbers).
 *
 * @throws KpropError `bad-file`
 */
export async function readNpz(bytes: Uint8Array): Promise<TensorFile> {
  const tensors = new Map<string, Tensor>();
  const metadata = new Map<string, string>();
  const entries = await unzip(bytes);
  for (const [file, contents] of entries) {
    const name = /^(.+)\.npy$/s.exec(file)?.[1] ?? refuseZip([...entries.keys()], file);
    const what = `array ${show(name)}`;
    const npy = parseNpy(contents, what);
    if (name !== "activations" && name !== "w_var") tensors.set(name, npyTensor(npy, what));
    else if (npy.descr.startsWith("<U")) metadata.set(name, metadataText(npyStrings(npy, what), npy.shape));
    else metadata.set(name, JSON.stringify([...npyTensor(npy, what).data]));
  }
  return { tensors, metadata };
}

/** A single string is JSON already; a list of strings becomes JSON. */
function metadataText(strings: readonly string[], shape: readonly number[]): string {
  return shape.length === 0 ? (strings[0] ?? "") : JSON.stringify(strings);
}
