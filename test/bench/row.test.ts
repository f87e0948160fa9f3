import { expect, test } from "vitest";
import { toRow } from "../../bench/row.ts";
import { least, median, quantile, ratio } from "../../bench/statistics.ts";
import { rowTable } from "../../bench/table.ts";
import type { Task } from "../../bench/tasks/task.ts";

const task = (name: string, more: Partial<Task> = {}): Task => ({
  name,
  dtype: "f32",
  flops: 1e6,
  async: false,
  run: () => {},
  ...more,
});

test("quantiles lie between neighbours", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([5], 0.25)).toBe(5);
  expect(quantile([0, 4, 8, 12, 16], 0.25)).toBe(4);
  expect(quantile([0, 2], 0.75)).toBe(1.5);
});

test("ratios are taken within a round, whatever the machine's speed in it", () => {
  expect(ratio([2, 20, 4], [1, 10, 2])).toBe(2);
  expect(
    least([
      [1, 5],
      [2, 3],
    ]),
  ).toEqual([1, 3]);
});

/** Rounds at speeds 1, 1/2 and 1/4; the second tile is faster in the last of them. */
const [tile, otherTile, gemm] = [task("tile"), task("other tile", { flops: 2e6 }), task("gemm")];
const references = { limits: [tile, otherTile], gemm };
const times = new Map([
  [tile, [1, 2, 4]],
  [otherTile, [4, 8, 4]],
  [gemm, [2, 4, 8]],
]);

test("a row is compared with the fastest tile and with the product of its own round", () => {
  const measured = task("measured", { work: { amount: 1e5, unit: "samples" }, against: gemm });
  const beside = new Map([...times, [measured, [4, 8, 16]]]);
  expect(toRow({ task: measured, times: [4, 8, 16], beside }, references)).toEqual({
    name: "measured",
    dtype: "f32",
    rounds: 3,
    milliseconds: 8,
    spread: [6, 12],
    flops: 1e6,
    gflops: 0.125,
    ofLimit: 0.25,
    ofGemm: 0.5,
    rate: { perSecond: 12.5e6, unit: "samples" },
    against: { name: "gemm", times: 2 },
  });
});

test("a row without FLOPs has no rate of them", () => {
  const normals = task("normals", { flops: null, work: { amount: 65536, unit: "normals" } });
  const row = toRow({ task: normals, times: [0.25], beside: new Map([[normals, [0.25]]]) }, references);
  expect(row).toMatchObject({ gflops: null, ofLimit: null, ofGemm: null });
  expect(rowTable([row], true).split("\n")).toEqual([
    "|  | ms | quartiles | GFLOP/s | of limit | of gemm | also |",
    "|---|---|---|---|---|---|---|",
    "| normals | 0.250 | 0.250–0.250 |  |  |  | 262 M normals/s |",
  ]);
});
