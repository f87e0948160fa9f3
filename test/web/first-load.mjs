import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const SITE = new URL("../../web/dist/", import.meta.url);
/** In bytes, compressed. */
const LIMIT = 250_000;

/** What a first visit fetches: the page, and all that its service worker keeps for visits without a network. */
export async function firstLoad() {
  const worker = await readFile(new URL("service-worker.js", SITE), "utf8");
  const kept = JSON.parse(/^const FILES = (.*);$/m.exec(worker)[1]);
  const sizes = await Promise.all(["index.html", "service-worker.js", ...kept].map(compressed));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(bytes <= LIMIT, `the first load is ${bytes} bytes`);
  return `${(bytes / 1000).toFixed(0)} kB in ${sizes.length} files`;
}

async function compressed(name) {
  return gzipSync(await readFile(new URL(name, SITE)), { level: 9 }).length;
}
