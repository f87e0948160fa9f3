import { existsSync } from "node:fs";
import { npm } from "../../scripts/run.mjs";

/** Installs the runtimes that packages and examples are tested in; where that fails, their tests say so. */
export default async function setup() {
  if (existsSync("test/runtimes/node_modules/.package-lock.json")) return;
  try {
    await npm(["ci", "--no-fund", "--no-audit"], { cwd: "test/runtimes", output: "stderr" });
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
  }
}
