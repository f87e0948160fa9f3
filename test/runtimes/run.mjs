/**
 * Runs the suite in Node, Deno, Bun and headless Chromium and compares the hashes. A runtime that is not there is
 * skipped with a loud line, and is a failure where CI is set.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { npm } from "../../scripts/run.mjs";
import { capture } from "./capture.mjs";
import { chromium } from "./chromium.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const bin = (name) => `${here}node_modules/.bin/${name}`;

const RUNTIMES = [
  { name: "Node", run: () => capture(process.execPath, [`${here}entry.mjs`]) },
  {
    name: "Deno",
    run: () => capture(bin("deno"), ["run", "--no-prompt", "--allow-read", `${here}entry.mjs`]),
  },
  { name: "Bun", run: () => capture(bin("bun"), ["run", `${here}entry.mjs`]) },
  { name: "Chromium", run: chromium },
];

if (!existsSync(`${here}node_modules/.package-lock.json`)) {
  process.stderr.write("kprop: installing the runtimes to test in …\n");
  try {
    await npm(["ci", "--no-fund", "--no-audit"], { cwd: here, output: "stderr" });
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
  }
}

const hashes = new Map();
let skipped = 0;
let failed = 0;
for (const runtime of RUNTIMES) {
  try {
    const hash = await runtime.run();
    console.log(`${runtime.name.padEnd(10)} ${hash}`);
    hashes.set(runtime.name, hash);
  } catch (error) {
    if (error.code === "ENOENT") {
      skipped++;
      console.log(`${runtime.name.padEnd(10)} *** SKIPPED: ${error.message} ***`);
    } else {
      failed++;
      console.log(`${runtime.name.padEnd(10)} FAILED: ${error.message}`);
    }
  }
}

if (new Set(hashes.values()).size > 1) {
  failed++;
  console.log("the hashes differ");
}
if (skipped > 0 && process.env.CI) {
  failed += skipped;
  console.log("every runtime must be present in CI");
}
console.log(`${hashes.size} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || hashes.size === 0 ? 1 : 0;
