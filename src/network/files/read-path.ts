import { KpropError } from "../../errors.ts";
import { badFile } from "../fail.ts";

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

async function fileSystem(path: string | URL): Promise<typeof import("node:fs/promises")> {
  try {
    return await import("node:fs/promises");
  } catch (cause) {
    const advice = "pass its bytes or a Blob instead";
    throw new KpropError(
      "unsupported-runtime",
      `no file system here to read ${String(path)} from: ${advice}`,
      {
        cause,
      },
    );
  }
}
