/** Installs the peers where that has not been done yet, then compares: `node bench/peers/run.mjs [--quick] [--json | --markdown]`. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { npm } from "../../scripts/run.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
if (!existsSync(`${here}node_modules/.package-lock.json`)) {
  process.stderr.write("kprop: installing the peers to compare with …\n");
  await npm(["ci", "--no-fund", "--no-audit"], { cwd: here, output: "stderr" });
}
await import("./compare.mjs");
