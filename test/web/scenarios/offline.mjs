import { strict as assert } from "node:assert";

/** The last thing to do: the server is gone, the page opens and races, and is isolated now whatever it was. */
export async function offline(visit) {
  await visit.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  visit.unplug();
  await visit.open("width=16&depth=3&seconds=0.5");
  await visit.until(() => document.querySelectorAll(".chart .mark").length === 5);
  assert.equal(await visit.page.evaluate(() => crossOriginIsolated), true);
}
