import { strict as assert } from "node:assert";

/** Layers, then one neuron and its layer; another by keyboard. */
export async function inside(visit) {
  await visit.open("width=32&depth=3&tab=inside");
  await visit.canPress("Look inside");
  await visit.press("Look inside");
  await visit.until(() => document.querySelectorAll("figure").length === 3);
  await visit.canPress("Look inside");
  const found = await visit.page.evaluate(() => ({
    rows: document.querySelectorAll(".heat .cells").length,
    bars: document.querySelectorAll(".bar").length,
    lines: document.querySelectorAll("path.line").length,
    eigenvalues: document.querySelectorAll("circle.dot").length,
  }));
  assert.deepEqual(found, { rows: 4, bars: 42, lines: 2, eigenvalues: 32 });
  await visit.page.focus(".heat");
  await visit.page.keyboard.press("ArrowUp");
  await visit.page.keyboard.press("ArrowRight");
  await visit.until(() => document.querySelector(".readout").textContent.startsWith("Layer 3, neuron 2"));
  await visit.canPress("Look inside");
  const svg = (await visit.saved("SVG", "figure .export")).bytes.toString();
  assert.match(svg, /href="data:image\/png/);
}
