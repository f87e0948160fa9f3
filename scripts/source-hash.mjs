import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where the hash of the sources that dist/ was built from is kept. */
export const STAMP = "build/source.sha256";

const ROOTS = ["assembly", "bench", "src", "scripts"];
const FILES = ["asconfig.json", "package.json", "package-lock.json", "tsconfig.json", "tsconfig.types.json"];

/** One hash over everything that the build reads. */
export async function sourceHash() {
  const files = [...FILES];
  for (const root of ROOTS) {
    for await (const file of filesIn(root)) {
      if (!file.includes(".generated.")) files.push(file);
    }
  }
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(file).update(await readFile(file));
  return hash.digest("hex");
}

/** Every file below a folder, except what npm installed there. */
async function* filesIn(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    else if (entry.name !== "node_modules") yield* filesIn(path);
  }
}
