import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { plan, readNetwork } from "../../../dist/index.js";
import { bundle } from "./bundle.mjs";
import { network } from "./files.mjs";

const METHODS = [
  ...[1, 2, 3, 4].map((order) => ({ order, kind: "simple" })),
  ...["augment", "augment-tree", "base"].flatMap((kind) => [2, 3, 4].map((order) => ({ order, kind }))),
];
const SHAPES = [
  [3, 2],
  [5, 1, 4],
  [1, 9, 1],
  [4, 8, 8, 2],
  [2, 16, 3, 16, 2],
  [1, 1, 1, 1, 1],
  [7, 12, 12, 12, 12, 7],
];

describe("the guard", () => {
  let folder;
  let leastCost;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "kprop-edge-"));
    await bundle("guard", folder, ["import"]);
    ({ leastCost } = await import(pathToFileURL(join(folder, "guard.mjs"))));
  });
  after(() => rm(folder, { recursive: true }));

  for (const { order, kind } of METHODS) {
    it(`turns nothing down before planning that its plan would let pass: order ${order} ${kind}`, async () => {
      for (const widths of SHAPES) {
        const read = await readNetwork(network(widths), { orientation: "out-in" });
        for (const dtype of ["f64", "f32"]) {
          const least = leastCost(read, { order, kind, dtype });
          const { flops, bytes } = plan(read, { order, kind, dtype, threads: 1 });
          assert.ok(least.flops <= flops, `${widths}: at least ${least.flops} FLOPs, planned ${flops}`);
          assert.ok(least.bytes <= bytes, `${widths}: at least ${least.bytes} bytes, planned ${bytes}`);
        }
      }
    });
  }
});
