import type { FileHandle } from "node:fs/promises";
import { KpropError } from "../../errors.ts";
import { badFile } from "../fail.ts";
import { fileSystem } from "./file-system.ts";

/** What comes from a pipe or a device says nothing of its size and need not end: so many bytes at most. */
const LONGEST_STREAM = 2 ** 28;

/**
 * The bytes of the file at a path or file: URL, where the runtime has a file system (Node, Deno, Bun).
 *
 * @throws KpropError `bad-file`: missing or unreadable, or of no size that is known and longer than 256 MiB; `unsupported-runtime`: there is no
 * file system
 */
export async function readPath(path: string | URL): Promise<Uint8Array> {
  const { readFile, stat, open } = await fileSystem(path);
  try {
    // The system's own files give their size as 0.
    const { size } = await stat(path);
    if (size === 0) return await readStream(await open(path), String(path));
    const { buffer, byteOffset, byteLength } = await readFile(path);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (cause) {
    if (cause instanceof KpropError) throw cause;
    return badFile(`cannot read ${String(path)}: ${(cause as Error).message}`, cause);
  }
}

/** Reads to the end, in pieces that double, and closes. */
async function readStream(handle: FileHandle, path: string): Promise<Uint8Array> {
  try {
    let bytes = new Uint8Array(2 ** 16);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, null);
      length += bytesRead;
      if (bytesRead === 0) return bytes.subarray(0, length);
      if (length < bytes.length) continue;
      if (length >= LONGEST_STREAM) {
        badFile(
          `${path} tells no size and gives more than ${LONGEST_STREAM} bytes: write them to a file first`,
        );
      }
      const larger = new Uint8Array(2 * length);
      larger.set(bytes);
      bytes = larger;
    }
  } finally {
    await handle.close();
  }
}
