import { strict as assert } from "node:assert";

/** Tabs by arrow keys; everything that can be pressed has a name. */
export async function keyboard(visit) {
  await visit.open("width=16&depth=2&seconds=0.5");
  await visit.page.focus("#tab-race");
  await visit.page.keyboard.press("ArrowRight");
  assert.equal(await visit.page.evaluate(() => document.activeElement.id), "tab-inside");
  assert.equal(await visit.text("[role=tabpanel] button"), "Look inside");
  await visit.page.keyboard.press("ArrowLeft");
  const nameless = await visit.page.evaluate(() =>
    [...document.querySelectorAll("button, input, select, [role=img]")]
      .filter((e) => !(e.textContent.trim() || e.labels?.[0]?.textContent.trim() || e.ariaLabel))
      .map((e) => e.outerHTML),
  );
  assert.deepEqual(nameless, []);
}
