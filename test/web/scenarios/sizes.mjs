import { strict as assert } from "node:assert";

const SIZES = { phone: [390, 844], tablet: [820, 1180], wide: [1440, 900] };

/** Nothing sticks out, from a phone to a wide screen. */
export async function sizes(visit) {
  await visit.open("width=64&depth=3&seconds=0.5");
  await visit.until(() => document.querySelectorAll(".chart .mark").length === 5);
  await visit.canPress("Run the race");
  for (const [name, [width, height]] of Object.entries(SIZES)) {
    await visit.page.setViewport({ width, height });
    await visit.until((w) => innerWidth === w && document.querySelector(".chart").clientWidth < w, width);
    const over = await visit.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${name}: ${over} pixels too wide`);
    await visit.picture(name);
  }
}
