import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where the hash of the sources that dist/ was built from is kept. */
export const STAMP = "build/source.sha256";

const ROOTS = ["assembly", "src", "scripts"];
const FILES = ["asconfig.json", "package-lock.json", "tsconfig.json", "tsconfig.types.json"];

/** One hash over everything that the build reads. */
export async function sourceHash() {
  const files = [...FILES];
  for (const root of ROOTS) {
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && !entry.name.includes(".generated."))
        files.push(join(entry.parentPath, entry.name));
    }
  }
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(file).update(await readFile(file));
  return hash.digest("hex");
}
