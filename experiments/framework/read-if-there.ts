import { readFile } from "node:fs/promises";

/** A file's bytes; null: there is none. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  return readFile(path).catch((error) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}
