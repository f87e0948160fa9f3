import { strict as assert } from "node:assert";

/** Opens with a race that runs by itself. */
export async function race(visit, isolated) {
  await visit.open("width=64&depth=3&seconds=0.5");
  const first = await visit.until(() => {
    const mark = document.querySelector(".chart .mark");
    return mark === null ? 0 : performance.now();
  });
  await visit.canPress("Run the race");
  await visit.until(() => document.querySelector(".machine") !== null);
  const { marks, rows, headline, threads, isolation } = await visit.page.evaluate(() => ({
    marks: document.querySelectorAll(".chart .mark").length,
    rows: [...document.querySelectorAll(".methods tbody tr")].map((row) =>
      [...row.children].map((cell) => cell.textContent.trim()),
    ),
    headline: document.querySelector(".headline").textContent,
    threads: document.querySelector(".machine").textContent,
    isolation: crossOriginIsolated,
  }));
  assert.equal(isolation, isolated);
  if (!isolated) assert.equal(threads, "1 thread");
  assert.equal(marks, 5);
  assert.match(headline, /is worth .* samples/);
  const best = rows.find(([name]) => name === "K = 3 augment-tree");
  assert.match(best[5], /^≈ /, "the best estimate's error is expected, not measured");
  const sampling = rows.at(-1);
  assert.equal(sampling[0], "sampling");
  assert.match(sampling[6], /^[\d.]+ [kM]$/);
  return `first mark after ${Math.round(first)} ms`;
}
