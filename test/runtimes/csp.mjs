/**
 * Pages under strict Content-Security-Policies in headless Chromium: `node test/runtimes/csp.mjs`. Chromium that is not there
 * is skipped with a loud line, and is a failure where CI is set.
 */
import { strict as assert } from "node:assert";
import { inPage } from "./in-page.mjs";
import { chromium } from "./puppeteer.mjs";
import { ISOLATION } from "./site.mjs";

const SELF = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
/** Policies, and what becomes of threads under them. */
const CASES = [
  { name: "the strictest policy that works", policy: SELF, threads: 1 },
  { name: "the same, kernels from a URL", policy: SELF, threads: 1, query: "?url" },
  { name: "with worker-src blob:", policy: `${SELF}; worker-src blob:`, threads: 2 },
];

/** @throws ENOENT if there is no Chromium (CHROMIUM names another) */
async function csp() {
  for (const one of CASES) await checkThreads(one);
  const { refused } = await underPolicy("default-src 'none'; script-src 'self'; connect-src 'self'");
  console.log(`without 'wasm-unsafe-eval': ${refused}`);
  assert.match(refused, /^KpropError unsupported-runtime: .*wasm-unsafe-eval/);
}

async function checkThreads({ name, policy, threads, query }) {
  const { refused, delay, ...found } = await underPolicy(policy, query);
  console.log(`${name}: ${JSON.stringify(found)}`);
  assert.equal(refused, undefined);
  const { planned, estimateThreads, sampleThreads, sameBits } = found;
  assert.deepEqual([planned, estimateThreads, sampleThreads, sameBits], [2, threads, threads, true]);
  if (threads === 1) assert.ok(delay < 1000, "threads that are refused must not be waited for");
}

/** What the page says of itself; the policy holds for everything in it. */
async function underPolicy(policy, query = "") {
  const headers = { ...ISOLATION, "content-security-policy": policy };
  const page = { path: `test/runtimes/csp.html${query}`, headers, seconds: 60 };
  return (await inPage(chromium, page)).report;
}

try {
  await csp();
} catch (error) {
  if (error.code !== "ENOENT") throw error;
  console.log(`*** SKIPPED: ${error.message} ***`);
  if (process.env.CI) process.exitCode = 1;
}
