import { strict as assert } from "node:assert";

/** The race that is shown, in each form. */
export async function exports(visit) {
  const csv = await visit.saved("CSV", ".export");
  assert.equal(csv.name, "kprop-race.csv");
  const [head, ...rows] = csv.bytes.toString().trim().split("\r\n");
  assert.equal(head, "method,samples,seconds,flops,vnmse,how");
  assert.equal(rows.filter((row) => /^\d-/.test(row)).length, 5);
  const { bytes } = await visit.saved("JSON", ".export");
  const numbers = JSON.parse(bytes.toString());
  assert.equal(numbers.methods.length, 5);
  for (const { mean, vnMse } of numbers.methods) assert.ok(mean.length === 64 && vnMse > 0);
  const { certificate } = numbers;
  assert.deepEqual(certificate.method, { order: 3, kind: "augment-tree" });
  assert.ok(certificate.upper > 0 && certificate.samples >= 64);
  const svg = (await visit.saved("SVG", ".export")).bytes.toString();
  assert.match(svg, /^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  assert.doesNotMatch(svg, /class=|style=|var\(/);
  const png = await visit.saved("PNG", ".export");
  assert.equal(png.bytes.subarray(1, 4).toString(), "PNG");
  assert.ok(png.bytes.length > 10_000, "the picture is not empty");
}
