import { strict as assert } from "node:assert";

/** An estimate of half a minute is let go of, and the page is free at once. */
export async function cancel(visit) {
  await visit.open("width=384&depth=8&seconds=0.5&methods=3-augment");
  await visit.canPress("Run the race");
  await visit.press("Run the race");
  await visit.until(() =>
    document.querySelector(".methods .running td:nth-child(5)")?.textContent.endsWith("%"),
  );
  const milliseconds = await visit.page.evaluate(async () => {
    const start = performance.now();
    document.querySelector("button.stop").click();
    while (document.querySelector("button.go") === null) await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
  assert.ok(milliseconds < 100, `cancelled after ${milliseconds} ms`);
  return `${Math.round(milliseconds)} ms`;
}
