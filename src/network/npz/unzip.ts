import { KpropError } from "../../errors.ts";
import { badFile } from "../fail.ts";
import { declaredChecksums } from "./checksums.ts";
import { crc32 } from "./crc32.ts";

/** As much as WebAssembly's memory could ever hold. */
const LARGEST_CONTENTS = 2 ** 32;

/** Deflate cannot shrink by more than 1032 to 1 (RFC 1951: 258 bytes from two bits); a header may claim more. */
const LARGEST_RATIO = 1032;

/**
 * The entries of a zip file. Sizes that the directory declares are checked before anything is allocated.
 *
 * @throws KpropError `bad-file`: truncated, corrupt, an entry twice, or too large when unpacked
 */
export async function unzip(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const declared = new Map<string, number>();
  let total = 0;
  const files = await unpack(bytes, ({ name, size, originalSize }) => {
    if (declared.has(name)) badFile(`the zip file has the entry ${JSON.stringify(name)} twice`);
    declared.set(name, originalSize);
    total += originalSize;
    if (size > bytes.length || originalSize > LARGEST_RATIO * size + 64 || total > LARGEST_CONTENTS) {
      badFile(`the zip entry ${JSON.stringify(name)} claims ${size} bytes that unpack to ${originalSize}`);
    }
    return true;
  });
  const checksums = declaredChecksums(bytes);
  const entries = new Map<string, Uint8Array>();
  for (const [name, size] of declared) {
    const found = Object.hasOwn(files, name) ? files[name]! : null;
    if (found?.length !== size || crc32(found) !== checksums[entries.size]) {
      badFile(`the zip entry ${JSON.stringify(name)} is truncated or corrupt`);
    }
    entries.set(name, found);
  }
  return entries;
}

type Filter = (entry: { name: string; size: number; originalSize: number }) => boolean;

async function unpack(bytes: Uint8Array, filter: Filter): Promise<Record<string, Uint8Array>> {
  const { unzipSync } = await import("fflate");
  try {
    return unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof KpropError) throw cause;
    return badFile(`the zip file is truncated or corrupt: ${(cause as Error).message}`, cause);
  }
}
