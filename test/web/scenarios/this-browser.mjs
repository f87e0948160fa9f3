import { strict as assert } from "node:assert";

/** One round of the shipped benchmark. */
export async function thisBrowser(visit) {
  await visit.open("tab=browser&quick=true");
  await visit.press("Measure this browser");
  await visit.until(() => document.querySelectorAll(".panel tbody tr").length > 10);
  const { name, bytes } = await visit.saved("Save JSON", ".panel");
  assert.match(name, /^kprop-(chrom|firefox).*\.json$/);
  const { rows } = JSON.parse(bytes.toString());
  assert.ok(rows.some(({ ofLimit }) => ofLimit > 0));
}
