import { strict as assert } from "node:assert";

/** A tail, a threshold further out, and an unbiased check there. */
export async function rare(visit) {
  await visit.open("width=32&depth=3&tab=rare&samples=20000&threshold=3&methods=1-simple,2-simple,3-simple");
  await visit.canPress("Find the tail");
  await visit.press("Find the tail");
  await visit.until(() => document.querySelectorAll("path.line").length === 3);
  await visit.canPress("Find the tail");
  const seen = await counted(visit);
  assert.match(seen, /^\d+ of 20 k samples/);
  await visit.page.$eval("figure input[type=range]", (slider) => {
    slider.value = "6";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await visit.until(() => document.querySelector(".panel table").textContent.includes("none seen"));
  await visit.press("Check by splitting");
  const check = await visit.until(() => {
    const row = [...document.querySelectorAll(".panel tr")].find((r) =>
      r.textContent.startsWith("splitting"),
    );
    return row?.children[1].textContent;
  });
  assert.match(check, /× 10⁻.* ± /);
  const third = await visit.page.evaluate(
    () =>
      [...document.querySelectorAll(".panel tr")].find((r) => r.textContent.includes("K = 3")).textContent,
  );
  return `K = 3 and splitting: ${third}, ${check}`;
}

function counted(visit) {
  return visit.page.evaluate(() =>
    [...document.querySelectorAll(".panel th")]
      .find((th) => th.textContent.includes("samples"))
      .textContent.trim(),
  );
}
