import { expect, it } from "vitest";
import { scoreRows } from "../../src/cli/whest.ts";
import { bytesInMemory } from "../../src/network/parquet/byte-source.ts";
import { openParquet } from "../../src/network/parquet/open.ts";
import { propagation } from "../../src/whest/estimator.ts";
import { FIXTURE } from "./files.ts";

const shard = { path: "a.parquet", file: await openParquet(bytesInMemory(FIXTURE)) };
const estimators = ([1, 2] as const).map((order) => propagation({ order, kind: "simple", threads: 1 }));

it("tells how far it is, in estimates of all that are asked for", async () => {
  const told: number[] = [];
  const onProgress = ({ done, total }: { done: number; total: number }) => {
    expect(total).toBe(8);
    told.push(done);
  };
  const { signal } = new AbortController();
  await scoreRows([shard, shard], { first: 1, last: 4 }, estimators, null, { signal, onProgress });
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  for (let done = 0; done <= 8; done++) expect(told).toContain(done);
});

it("stops when it is told to", async () => {
  const controller = new AbortController();
  let last = 0;
  const onProgress = ({ done }: { done: number }) => {
    last = done;
    if (done >= 2) controller.abort(new Error("enough"));
  };
  const watch = { signal: controller.signal, onProgress };
  await expect(scoreRows([shard], null, estimators, null, watch)).rejects.toThrow("enough");
  expect(last).toBeLessThan(3);
});
