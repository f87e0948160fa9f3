/**
 * Runs the suite in every runtime and compares the hashes; `--json` prints them as JSON. A runtime that is not there is
 * skipped with a loud line, and is a failure where CI is set.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { npm } from "../../scripts/run.mjs";
import { firstDifference, wrongThreads } from "./compare.mjs";
import { RUNTIMES } from "./runtimes.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const json = process.argv.includes("--json");
const say = json ? console.error : console.log;

if (!existsSync(`${here}node_modules/.package-lock.json`)) {
  process.stderr.write("kprop: installing the runtimes to test in …\n");
  try {
    await npm(["ci", "--no-fund", "--no-audit"], { cwd: here, output: "stderr" });
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
  }
}

const rows = [];
const counts = { passed: 0, failed: 0, skipped: 0 };
let first = null;
say(line("runtime", "engine", "version", "SIMD", "threads", "seconds", "SHA-256"));
for (const runtime of RUNTIMES) counts[await check(runtime)]++;
if (counts.skipped > 0 && process.env.CI) {
  counts.failed += counts.skipped;
  say("every runtime must be present in CI");
}
say(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
if (json) console.log(JSON.stringify(rows, null, 2));
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

async function check({ runtime, engine, threads, run }) {
  const start = performance.now();
  try {
    const report = await run();
    const seconds = Number(((performance.now() - start) / 1000).toFixed(2));
    const { version, simd, sha256 } = report;
    rows.push({ runtime, engine, version, simd, sha256, seconds });
    const used = `${report.threads.estimate}, ${report.threads.sample}`;
    say(line(runtime, engine, version, simd ? "yes" : "no", used, seconds.toFixed(1), sha256));
    first ??= { runtime, report };
    const problem = firstDifference(first, report) ?? wrongThreads(threads, report);
    if (problem === null) return "passed";
    say(`${runtime} FAILED: ${problem}`);
    return "failed";
  } catch (error) {
    const missing = error.code === "ENOENT";
    say(missing ? `${runtime} *** SKIPPED: ${error.message} ***` : `${runtime} FAILED: ${error.message}`);
    return missing ? "skipped" : "failed";
  }
}

function line(runtime, engine, version, simd, threads, seconds, sha256) {
  const columns = [
    runtime.padEnd(18),
    engine.padEnd(14),
    version.padEnd(15),
    simd.padEnd(4),
    threads.padEnd(7),
  ];
  return [...columns, seconds.padStart(7), sha256].join("  ");
}
