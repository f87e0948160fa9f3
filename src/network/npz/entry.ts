import { badFile, show } from "../fail.ts";
import { crc32 } from "../unpack/crc32.ts";
import { inflate } from "../unpack/inflate.ts";
import type { ZipEntry } from "./directory.ts";

/** The first bytes of an entry, at most `length`: no more than these are unpacked. */
export function entryStart({ name, method, size, packed }: ZipEntry, length: number): Uint8Array {
  const wanted = Math.min(length, size);
  if (method === 0) return packed.subarray(0, wanted);
  const start = new Uint8Array(wanted);
  if (inflated(name, packed, start).filled < wanted) corruptEntry(name);
  return start;
}

/**
 * All bytes of an entry.
 *
 * @throws KpropError `bad-file`: it is not as long as the directory says, or its checksum is another
 */
export function entryBytes({ name, method, size, packed, checksum }: ZipEntry): Uint8Array {
  const bytes = method === 0 ? packed : new Uint8Array(size);
  if (method !== 0) {
    const { filled, ended } = inflated(name, packed, bytes);
    if (filled < size || !ended) corruptEntry(name);
  }
  return crc32(bytes) === checksum ? bytes : corruptEntry(name);
}

function inflated(name: string, packed: Uint8Array, target: Uint8Array) {
  try {
    return inflate(packed, target);
  } catch (cause) {
    return corruptEntry(name, cause);
  }
}

function corruptEntry(name: string, cause?: unknown): never {
  const why = cause === undefined ? "" : `: ${(cause as Error).message}`;
  return badFile(`the zip entry ${show(name)} is truncated or corrupt${why}`, cause);
}
