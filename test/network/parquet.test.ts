import { readFileSync } from "node:fs";
import { parquetReadObjects } from "hyparquet/src/index.js";
import { describe, expect, it } from "vitest";
import { decodeHybrid } from "../../src/network/parquet/hybrid.ts";
import { readWhestRow } from "../../src/network/parquet/whest.ts";
import { readNetwork } from "../../src/network/read.ts";
import { transposed } from "../../src/network/tensor.ts";
import { expectRefusal } from "./helpers.ts";

const folder = "test/networks";
const fixture = new Uint8Array(readFileSync(`${folder}/whestbench-fixture-32x8.parquet`));

interface Written {
  weights: number[][][][];
  all_layer_means: number[][][];
  final_means: number[][];
}

describe("WhestBench parquet", () => {
  it("agrees with hyparquet on every row", async () => {
    const file = { byteLength: fixture.length, slice: (a: number, b?: number) => fixture.slice(a, b).buffer };
    const rows = await parquetReadObjects({ file });
    expect(rows).toHaveLength(3);
    for (const [i, expected] of rows.entries()) {
      const row = await readWhestRow(fixture, i);
      const stored = row.network.layers.map(({ weight }) => [
        ...transposed(weight.data, weight.rows, weight.columns),
      ]);
      expect(stored).toEqual(expected.weights.map((matrix: number[][]) => matrix.flat()));
      expect(row.name).toBe(expected.mlp_name);
      expect([...row.finalMeans!]).toEqual(expected.final_means);
      expect(row.layerMeans!.map((means) => [...means])).toEqual(expected.all_layer_means);
    }
  });

  it("is ReLU after every matrix, and assumes no weight variance", async () => {
    const { layers, input } = await readNetwork(fixture, { row: 1 });
    expect(
      layers.map(({ activation, weightVariance, bias }) => [activation?.name, weightVariance, bias]),
    ).toEqual(Array.from({ length: 8 }, () => ["relu", null, null]));
    expect(input).toBeNull();
  });

  // Written by parquet-wasm (arrow-rs) with pages of 64 bytes and two rows a row group.
  const variants = [
    "brotli-v2-plain",
    "gzip-v2-dict",
    "lz4raw-v1-plain",
    "none-v2-plain",
    "snappy-v2-dict",
    "zstd-v1-dict",
  ];
  it.each(variants)("reads %s", async (variant) => {
    const written = JSON.parse(readFileSync(`${folder}/whest-written.json`, "utf8")) as Written;
    const bytes = readFileSync(`${folder}/whest-${variant}.parquet`);
    for (const row of [2, 0, 1]) {
      const found = await readWhestRow(bytes, row);
      const stored = found.network.layers.map(({ weight }) => [
        ...transposed(weight.data, weight.rows, weight.columns),
      ]);
      expect(stored).toEqual(written.weights[row]!.map((matrix) => matrix.flat()));
      expect([...found.finalMeans!]).toEqual(written.final_means[row]);
      expect(found.layerMeans!.map((means) => [...means])).toEqual(written.all_layer_means[row]);
      // Without a dictionary, version 2 delta-encodes text.
      expect(found.name).toBe(variant.endsWith("v2-plain") ? null : `net-${row}`);
    }
  });

  it("asks for a row and says how many there are", async () => {
    await expectRefusal(() => readNetwork(fixture), "bad-option", "3 rows", "row");
    await expectRefusal(() => readNetwork(fixture, { row: 3 }), "bad-option", "3 rows", "no row 3");
  });

  it("has its own activation and orientation", async () => {
    await expectRefusal(
      () => readNetwork(fixture, { row: 0, activation: "relu" }),
      "bad-option",
      "activation",
    );
    await expectRefusal(
      () => readNetwork(fixture, { row: 0, orientation: "in-out" }),
      "bad-option",
      "orientation",
    );
  });

  it("says which column is missing or odd", async () => {
    const renamed = replaceName("weights", "weighty");
    await expectRefusal(() => readNetwork(renamed, { row: 0 }), "bad-file", '"weights"');
    const odd = replaceName("mlp_name", "nameless");
    expect((await readWhestRow(odd, 0)).name).toBeNull();
  });

  it("refuses a truncated file", async () => {
    for (const length of [4, 12, 1000, fixture.length - 1]) {
      await expectRefusal(
        () => readNetwork(fixture.subarray(0, length), { row: 0 }),
        "bad-file",
        "truncated",
      );
    }
  });

  it("refuses lengths that lie", async () => {
    const footer = fixture.slice();
    new DataView(footer.buffer).setUint32(footer.length - 8, 2 ** 31, true);
    await expectRefusal(() => readNetwork(footer, { row: 0 }), "bad-file", "footer claims");
    // The weights' first page header begins at byte 143: type, then sizes.
    const page = fixture.slice();
    page.fill(0xff, 146, 150);
    await expectRefusal(() => readNetwork(page, { row: 0 }), "bad-file");
  });
});

/** The fixture with a column renamed, in the footer; both names have the same number of bytes. */
function replaceName(from: string, to: string): Uint8Array {
  const text = Buffer.from(fixture).toString("latin1").replaceAll(from, to.slice(0, from.length));
  return new Uint8Array(Buffer.from(text, "latin1"));
}

describe("decodeHybrid", () => {
  const decode = (bytes: number[], width: number, count: number) => {
    const target = new Uint32Array(count);
    decodeHybrid(new Uint8Array(bytes), width, target);
    return [...target];
  };

  it("decodes the packed example of the format's documentation: 0 to 7 in 3 bits", () => {
    expect(decode([0x03, 0x88, 0xc6, 0xfa], 3, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
  it("decodes runs, wide values and a padded last group", () => {
    expect(decode([0x06, 0x05, 0x03, 0xff, 0xff], 2, 5)).toEqual([5, 5, 5, 3, 3]);
    expect(decode([0x04, 0x56, 0x34, 0xf2], 24, 2)).toEqual([0xf23456, 0xf23456]);
    expect(decode([0x03, ...new Array<number>(21).fill(0xff)], 21, 8)).toEqual(
      new Array<number>(8).fill(2 ** 21 - 1),
    );
    expect(decode([0x03, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], 16, 2)).toEqual([
      0x0201, 0x0403,
    ]);
  });
  it.each([
    ["empty runs without end", [0x00, 0x01, 0x00, 0x01, 0x01], 1, 4],
    ["too few runs", [0x04, 0x01], 1, 4],
    ["a packed run that ends early", [0x03, 0x01], 3, 8],
    ["a run length without end", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], 1, 4],
    ["no value", [0x04], 8, 2],
  ])("refuses %s", async (_, bytes, width, count) => {
    await expectRefusal(() => decode(bytes, width, count), "bad-file");
  });
  it("never fills beyond what was asked for, whatever a run claims", () => {
    expect(decode([0xfe, 0xff, 0xff, 0xff, 0x0f, 0x01], 1, 3)).toEqual([1, 1, 1]);
  });
});
