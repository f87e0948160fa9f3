import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bytesInMemory } from "../../src/network/parquet/byte-source.ts";
import { openParquet } from "../../src/network/parquet/open.ts";
import { readWhestRow } from "../../src/network/parquet/whest.ts";
import { type KnownRow, knownRows } from "../../src/whest/known-rows.ts";
import { expectRefusal } from "../network/helpers.ts";
import { FIXTURE, PLAIN, withNumber, without } from "./files.ts";

const open = (bytes: Uint8Array) => openParquet(bytesInMemory(bytes));

async function all(bytes: Uint8Array, first = 0, end = 3): Promise<KnownRow[]> {
  const rows: KnownRow[] = [];
  for await (const row of knownRows(await open(bytes), first, end)) rows.push(row);
  return rows;
}

describe("knownRows", () => {
  const variants = ["brotli-v2-plain", "gzip-v2-dict", "lz4raw-v1-plain", "none-v2-plain", "zstd-v1-dict"];
  it.each([
    "whestbench-fixture-32x8",
    ...variants.map((name) => `whest-${name}`),
  ])("reads all rows of %s, and any part of them, as readWhestRow does", async (name) => {
    const bytes = new Uint8Array(readFileSync(`test/networks/${name}.parquet`));
    for (const [first, end] of [
      [0, 3],
      [1, 3],
      [0, 1],
      [2, 3],
      [1, 2],
      [3, 3],
    ] as const) {
      const rows = await all(bytes, first, end);
      expect(rows.map(({ row }) => row)).toEqual([0, 1, 2].slice(first, end));
      for (const { row, name: called, network, truth } of rows) {
        const { name: expected, finalMeans, layerMeans, network: alone } = await readWhestRow(bytes, row);
        expect(called).toBe(expected);
        expect(network).toEqual(alone);
        expect(truth).toEqual({ final: finalMeans, layers: layerMeans });
      }
    }
  });

  it("reads no more of a file than the row groups of its rows", async () => {
    const inMemory = bytesInMemory(PLAIN);
    const read: [number, number][] = [];
    const source = {
      size: inMemory.size,
      read: (start: number, end: number) => {
        read.push([start, end]);
        return inMemory.read(start, end);
      },
    };
    const file = await openParquet(source);
    read.length = 0;
    for await (const _ of knownRows(file, 2, 3));
    const [first, second] = file.footer.groups;
    const start = second!.columns[0]!.start;
    expect(first!.rows).toBe(2);
    expect(read.length).toBeGreaterThan(0);
    for (const [from] of read) expect(from).toBeGreaterThanOrEqual(start);
  });

  it("says which row is wrong, after those that are right", async () => {
    // Row 2's first weights, from whest-written.json.
    const bytes = withNumber(PLAIN, [0, -0.75, -0.75, -0.75, 0, -1], Number.NaN);
    const rows = knownRows(await open(bytes), 0, 3);
    expect((await rows.next()).value).toMatchObject({ row: 0 });
    expect((await rows.next()).value).toMatchObject({ row: 1 });
    await expectRefusal(() => rows.next(), "bad-network", "row 2: ", "NaN");
  });

  it("refuses a truth that is missing, or is no number", async () => {
    await expectRefusal(() => all(without("final_means", FIXTURE)), "bad-file", "row 0: ", '"final_means"');
    const [, { truth }] = (await all(PLAIN)) as [KnownRow, KnownRow, KnownRow];
    const bytes = withNumber(PLAIN, [...truth.final], Number.POSITIVE_INFINITY);
    await expectRefusal(() => all(bytes), "bad-file", "row 1: final_means[0] is Infinity");
  });

  it("does without the means of other layers", async () => {
    const rows = await all(without("all_layer_means", FIXTURE));
    expect(rows.map(({ truth }) => truth.layers)).toEqual([null, null, null]);
  });
});
