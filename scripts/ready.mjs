/** Installs the dependencies and builds, where that has not been done yet. Speaks on standard error only. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { npm, run } from "./run.mjs";
import { STAMP, sourceHash } from "./source-hash.mjs";

if (!existsSync("node_modules/.package-lock.json")) {
  process.stderr.write("kprop: installing dependencies …\n");
  await npm(["ci", "--no-fund", "--no-audit"], { output: "stderr" });
}
const built = existsSync(STAMP) ? await readFile(STAMP, "utf8") : "";
if (built !== (await sourceHash())) {
  process.stderr.write("kprop: building …\n");
  await run("node", ["scripts/build.mjs"], { output: "stderr" });
}
