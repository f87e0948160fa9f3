/** The runtimes that the benchmark knows how to start: those of test/runtimes that give programs a clock. */
import { existsSync } from "node:fs";
import { npm } from "../../scripts/run.mjs";
import { capture } from "../../test/runtimes/capture.mjs";
import { inPage } from "../../test/runtimes/in-page.mjs";
import { chromium, firefox } from "../../test/runtimes/puppeteer.mjs";
import { bin, MAJORS, nodeProgram } from "../../test/runtimes/runtimes.mjs";
import { ISOLATION } from "../../test/runtimes/site.mjs";
import { webkit } from "../../test/runtimes/webkit.mjs";

const INSTALLED = "test/runtimes";

/** `measure(quick)` gives the report; ENOENT where the runtime is missing. */
export const RUNTIMES = [
  ...MAJORS.map((major) => ({
    name: `Node ${major}`,
    measure: (quick) => inProgram(nodeProgram(major), [], quick),
  })),
  {
    name: "Deno",
    measure: (quick) => inProgram(bin("deno"), ["run", "--no-prompt", "--allow-read", "--allow-env"], quick),
  },
  { name: "Bun", measure: (quick) => inProgram(bin("bun"), ["run"], quick) },
  { name: "Chromium", measure: (quick) => unattended(chromium, quick) },
  { name: "Firefox", measure: (quick) => unattended(firefox, quick) },
  { name: "WebKit", measure: webkitGtk },
];

/** Installs the runtimes that are packages, where that has not been done yet. */
export async function installRuntimes() {
  if (existsSync(`${INSTALLED}/node_modules/.package-lock.json`)) return;
  process.stderr.write("kprop: installing the runtimes to measure …\n");
  await npm(["ci", "--no-fund", "--no-audit"], { cwd: INSTALLED, output: "stderr" });
}

async function inProgram(program, args, quick) {
  const command = [...args, "dist/cli.js", "bench", "--json", ...(quick ? ["--quick"] : [])];
  return JSON.parse(await capture(program, command));
}

/** What tells pages that it is some Safari. */
async function webkitGtk(quick) {
  const { version, report } = await inBrowser(webkit, quick);
  return { ...report, runtime: "WebKitGTK", version };
}

async function unattended(browse, quick) {
  return (await inBrowser(browse, quick)).report;
}

/** dist/bench.html in a browser that nobody looks at. */
function inBrowser(browse, quick) {
  const path = `bench/runtimes/unattended.html${quick ? "#quick" : ""}`;
  return inPage(browse, { path, headers: ISOLATION, seconds: 180 });
}
