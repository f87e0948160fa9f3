import { badFile } from "../fail.ts";
import { fileSystem } from "./file-system.ts";

/**
 * The bytes of the file at a path or file: URL, where the runtime has a file system (Node, Deno, Bun).
 *
 * @throws KpropError `bad-file`: missing or unreadable; `unsupported-runtime`: there is no file system
 */
export async function readPath(path: string | URL): Promise<Uint8Array> {
  const { readFile } = await fileSystem(path);
  try {
    const { buffer, byteOffset, byteLength } = await readFile(path);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (cause) {
    return badFile(`cannot read ${String(path)}: ${(cause as Error).message}`, cause);
  }
}
