import { fileURLToPath } from "node:url";
import { capture } from "./capture.mjs";
import { inPage } from "./in-page.mjs";
import { chromium, firefox } from "./puppeteer.mjs";
import { ISOLATION } from "./site.mjs";
import { webkit } from "./webkit.mjs";
import { workerd } from "./workerd.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/** A program among the packages installed here. */
export const bin = (name) => `${here}node_modules/.bin/${name}`;

/** Node's versions. */
export const MAJORS = [20, 22, 24, 26];

/** How many threads work for two threads gets, where memory can be shared, where it cannot, and without threads. */
const SHARED = { estimate: 2, sample: 2 };
const APART = { estimate: 1, sample: 2 };
const ALONE = { estimate: 1, sample: 1 };

/** Every runtime: its engine, the threads that it must give, and how the suite's report comes out of it. */
export const RUNTIMES = [
  ...MAJORS.map(node),
  {
    ...{ runtime: "Deno", engine: "V8", threads: SHARED },
    run: () => entry(bin("deno"), ["run", "--no-prompt", "--allow-read"]),
  },
  {
    ...{ runtime: "Bun", engine: "JavaScriptCore", threads: SHARED },
    run: () => entry(bin("bun"), ["run"]),
  },
  ...pages("Chromium", "V8", chromium),
  ...pages("Firefox", "SpiderMonkey", firefox),
  ...pages("WebKit", "JavaScriptCore", webkit),
  { runtime: "workerd", engine: "V8", threads: ALONE, run: workerd },
];

function node(major) {
  return {
    runtime: `Node ${major}`,
    engine: "V8",
    threads: SHARED,
    run: () => entry(nodeProgram(major), []),
  };
}

/** Node of a version. */
export function nodeProgram(major) {
  return `${here}node_modules/node-${major}-${process.platform}-${process.arch}/bin/node`;
}

async function entry(program, args) {
  return JSON.parse(await capture(program, [...args, `${here}entry.mjs`]));
}

/** A page that is isolated from other origins, and one that is not. */
function pages(name, engine, browse) {
  const page = (runtime, isolated, threads) => ({
    ...{ runtime, engine, threads },
    run: () => suiteInPage(browse, isolated),
  });
  return [page(`${name}, isolated`, true, SHARED), page(name, false, APART)];
}

async function suiteInPage(browse, isolated) {
  const headers = isolated ? ISOLATION : {};
  const page = { path: "test/runtimes/page.html", headers, seconds: 100 };
  const { version, report } = await inPage(browse, page);
  if (report.isolated !== isolated) throw new Error(`crossOriginIsolated is ${report.isolated}`);
  return { version, ...report };
}
