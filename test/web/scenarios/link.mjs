import { strict as assert } from "node:assert";

const LINK =
  "width=32&depth=6&activation=gelu&seed=9&axis=flops&dtype=f64&seconds=0.5&methods=1-simple,2-augment";

/** What is chosen stands in the address, and comes back with it. */
export async function link(visit) {
  await visit.open(LINK);
  const shown = await state(visit);
  assert.deepEqual(shown.checked, ["K = 1", "K = 2 augment"]);
  assert.deepEqual([shown.width, shown.depth, shown.activation, shown.seed], ["32", "6", "gelu", "9"]);
  assert.equal(shown.axis, "FLOP");
  await visit.press("Rare events");
  await visit.press("Next");
  const address = await visit.until(() => location.hash.includes("tab=rare") && location.hash.slice(1));
  await visit.open(address);
  assert.equal(await visit.text("[role=tab][aria-selected=true]"), "Rare events");
  await visit.press("The race");
  assert.deepEqual(await state(visit), { ...shown, seed: "10" });
}

async function state(visit) {
  await visit.until(() => document.querySelector(".methods tr:nth-child(7) td")?.textContent !== "");
  await visit.canPress("Run the race");
  return visit.page.evaluate(() => {
    const [width, depth] = [...document.querySelectorAll(".network .field b")].map((o) => o.textContent);
    return {
      ...{ width, depth, activation: document.querySelector(".network select").value },
      seed: document.querySelector(".network input[type=number]").value,
      axis: document.querySelector("input[name=axis]:checked + span").textContent,
      checked: [...document.querySelectorAll(".methods input:checked")].map((box) =>
        box.parentElement.textContent.trim(),
      ),
    };
  });
}
