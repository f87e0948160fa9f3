import { strict as assert } from "node:assert";

const shape = () => document.querySelector(".summary b")?.textContent;

/** A network of safetensors, one of WhestBench, and what is none; after which the page goes on. */
export async function files(visit) {
  await visit.open("width=16&depth=2&seconds=0.5");
  await visit.drop("test/networks/digits-64-128-128-10.safetensors");
  await visit.until(
    (text) => document.querySelector(".summary b")?.textContent === text,
    "64 → 128 → 128 → 10",
  );
  await visit.page.select(".network select", "tanh");
  await visit.until(() => document.querySelector(".network tbody tr td:last-child")?.textContent === "tanh");

  await visit.drop("bad.safetensors", "this is no network");
  const complaint = await visit.until(() => document.querySelector(".network .problem")?.textContent);
  assert.match(complaint, /bad-file/);
  assert.equal(await visit.page.evaluate(shape), "64 → 128 → 128 → 10");
  await visit.canPress("Run the race");
  await visit.press("Run the race");
  await visit.canPress("Run the race");

  await visit.drop("test/networks/whestbench-fixture-32x8.parquet");
  await visit.until(() => document.querySelector(".network .field span")?.textContent.startsWith("Row"));
  assert.equal(await visit.page.evaluate(shape), "32 (9×)");
  assert.equal(await visit.page.$(".network .problem"), null);
  await visit.until(() => document.querySelector(".chart .mark:not(.hollow)") !== null);
  assert.match(await visit.until(() => document.querySelector("figure .note")?.textContent), /file records/);
}
