import { readdirSync, readFileSync } from "node:fs";
import { brotliCompressSync, constants, deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { unbrotli } from "../../src/network/unpack/brotli/unbrotli.ts";
import { gunzip } from "../../src/network/unpack/gunzip.ts";
import { inflate } from "../../src/network/unpack/inflate.ts";
import { unlz4, unlz4Hadoop } from "../../src/network/unpack/lz4.ts";
import { unsnappy } from "../../src/network/unpack/snappy.ts";
import { unzstd } from "../../src/network/unpack/zstd/unzstd.ts";
import * as data from "./packed/data.ts";

type Fill = (packed: Uint8Array, target: Uint8Array) => void;

/** What is filled; the target's size is the truth's, as a page's header states it. */
function unpacked(fill: Fill, packed: Uint8Array, size: number): Uint8Array {
  const target = new Uint8Array(size);
  fill(packed, target);
  return target;
}

function expectSame(found: Uint8Array, expected: Uint8Array): void {
  expect(Buffer.compare(found, expected)).toBe(0);
}

const lengths = [0, 1, 5, 300, 20000, 70000];
const samples = lengths.flatMap((length) => [
  ...[data.noise(length), data.skewed(length), data.prose(length)],
  ...[data.weights(length - (length % 4)), data.copies(length), new Uint8Array(length)],
]);

describe("inflate", () => {
  const strategies = [
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ];
  it.each([0, 1, 9])("unpacks what zlib packs at level %s", (level) => {
    for (const sample of samples) {
      for (const strategy of strategies) {
        const packed = deflateRawSync(sample, { level, strategy });
        const target = new Uint8Array(sample.length);
        expect(inflate(packed, target)).toEqual({ filled: sample.length, ended: true, next: packed.length });
        expectSame(target, sample);
      }
    }
  });

  it("stops where the target is full, in the middle of a copy too", () => {
    const sample = data.copies(3000);
    const packed = deflateRawSync(sample);
    for (let size = 0; size < 300; size++) {
      const target = new Uint8Array(size);
      expect(inflate(packed, target)).toMatchObject({ filled: size, ended: false });
      expectSame(target, sample.subarray(0, size));
    }
  });

  it("unpacks members of gzip one after another, and compares checksums", () => {
    const sample = data.prose(500);
    const packed = gzipSync(sample);
    expectSame(unpacked(gunzip, Buffer.concat([packed, packed]), 1000), Buffer.concat([sample, sample]));
    packed[packed.length - 6]! ^= 1;
    expect(() => unpacked(gunzip, packed, 500)).toThrow("checksum");
  });
});

describe("Brotli", () => {
  it.each([0, 1, 5, 9, 11])("unpacks what the reference packs at quality %s", (quality) => {
    for (const sample of samples) {
      for (const [window, mode] of quality === 11
        ? [[22, 0]]
        : [
            [10, 0],
            [16, 1],
          ]) {
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: quality,
          [constants.BROTLI_PARAM_LGWIN]: window!,
          [constants.BROTLI_PARAM_MODE]: mode!,
        };
        expectSame(unpacked(unbrotli, brotliCompressSync(sample, { params }), sample.length), sample);
      }
    }
  });
});

describe("Zstandard", () => {
  const folder = "test/network/packed";
  const makers: Record<string, (length: number) => Uint8Array> = {
    ...data,
    zeros: (length) => new Uint8Array(length),
  };
  const files = readdirSync(folder).filter((name) => name.endsWith(".zst"));
  it.each(files)("unpacks %s, as `zstd -LEVEL` packed it", (name) => {
    const [kind, length] = name.split("-") as [string, string];
    const sample = makers[kind]!(Number(length));
    const packed = readFileSync(`${folder}/${name}`);
    expectSame(unpacked(unzstd, packed, sample.length), sample);
    // Frames follow each other; skippable ones are skipped.
    const skipped = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]);
    const twice = unpacked(unzstd, Buffer.concat([packed, skipped, packed]), 2 * sample.length);
    expectSame(twice, Buffer.concat([sample, sample]));
  });
});

describe("Snappy", () => {
  it("unpacks literals and copies of all kinds", () => {
    const long = data.noise(300);
    const packed = [
      ...[0xb6, 0x04], // 566 bytes
      ...[2 << 2, 1, 2, 3], // a literal of 3
      ...[((5 - 4) << 2) | 1, 3], // 5 bytes from 3 back, over themselves
      ...[((7 - 1) << 2) | 2, 8, 0], // 7 from 8 back
      ...[((61 << 2) | 0) >>> 0, 0x2b, 0x01, ...long], // a literal of 300, its length in 2 bytes
      ...[((50 - 1) << 2) | 3, 0x2c, 0x01, 0, 0], // 50 from 300 back, 4 bytes of distance
      ...[(60 << 2) | 0, 200, ...long.subarray(0, 201)], // a literal of 201, its length in 1 byte
    ];
    const expected = [1, 2, 3, 1, 2, 3, 1, 2, 1, 2, 3, 1, 2, 3, 1, ...long, ...long.subarray(0, 50)];
    expected.push(...long.subarray(0, 201));
    expect([...unpacked(unsnappy, new Uint8Array(packed), 566)]).toEqual(expected);
  });

  it.each([
    ["a literal whose length would be negative as a signed number", [16, 63 << 2, 0xfb, 0xff, 0xff, 0xff, 0]],
    ["a copy from before the beginning", [16, 0, 7, (3 << 2) | 2, 2, 0]],
    ["a copy from nowhere", [16, 0, 7, (3 << 2) | 2, 0, 0]],
    ["a copy beyond the end", [4, 0, 7, (63 << 2) | 2, 1, 0]],
    ["another size than stated", [15, 0, 7]],
    ["an end within a tag", [16, (3 << 2) | 3, 1]],
    ["nothing", []],
  ])("refuses %s", (_, packed) => {
    expect(() =>
      unpacked(unsnappy, new Uint8Array(packed), packed[0] === 15 ? 16 : (packed[0] ?? 16)),
    ).toThrow();
  });
});

describe("LZ4", () => {
  const block = [0x32, 1, 2, 3, 3, 0, 0xf0, 5, ...new Array<number>(20).fill(9)];
  const expected = [1, 2, 3, 1, 2, 3, 1, 2, 3, ...new Array<number>(20).fill(9)];

  it("unpacks a bare block, and Hadoop's frames", () => {
    expect([...unpacked(unlz4, new Uint8Array(block), 29)]).toEqual(expected);
    expect([...unpacked(unlz4Hadoop, new Uint8Array(block), 29)]).toEqual(expected);
    const frame = [0, 0, 0, 29, 0, 0, 0, block.length, ...block];
    const two = new Uint8Array([...frame, ...frame]);
    expect([...unpacked(unlz4Hadoop, two, 58)]).toEqual([...expected, ...expected]);
  });

  it.each([
    ["frames that go back: a size of −8", [0, 0, 0, 0, 0xff, 0xff, 0xff, 0xf8]],
    ["a length beyond the end", [0x1f, 1, 1, 0, ...new Array<number>(40).fill(255), 0]],
    ["literals that are not there", [0xf0, 255, 255, 1]],
  ])("refuses %s", (_, packed) => {
    expect(() => unpacked(unlz4Hadoop, new Uint8Array(packed), 29)).toThrow();
    expect(() => unpacked(unlz4, new Uint8Array(packed), 29)).toThrow();
  });
});

describe("every unpacker", () => {
  const sample = data.prose(2000);
  const zstd = readFileSync("test/network/packed/prose-300-3.zst");
  const inflateAll: Fill = (packed, target) => {
    if (!inflate(packed, target).ended) throw new Error("more");
  };
  const known: [string, Fill, Uint8Array, number][] = [
    ["deflate", inflateAll, deflateRawSync(sample), 2000],
    ["gzip", gunzip, gzipSync(sample), 2000],
    ["Brotli", unbrotli, brotliCompressSync(sample), 2000],
    ["Zstandard", unzstd, zstd, 300],
  ];

  it.each(known)("refuses other sizes than the stream's: %s", (_, fill, packed, size) => {
    expect(() => unpacked(fill, packed, size - 1)).toThrow();
  });

  it.each(known)("comes to an end whatever is damaged or missing: %s", (_, fill, packed, size) => {
    let refused = 0;
    const attempt = (bytes: Uint8Array) => {
      try {
        unpacked(fill, bytes, size);
      } catch (error) {
        expect((error as Error).message).not.toBe("");
        refused++;
      }
    };
    for (let end = 0; end < packed.length; end++) attempt(packed.subarray(0, end));
    for (let at = 0; at < packed.length; at++) {
      for (const bit of [1, 0x10, 0x80]) {
        const damaged = packed.slice();
        damaged[at]! ^= bit;
        attempt(damaged);
      }
    }
    expect(refused).toBeGreaterThan(packed.length / 2);
  });

  // Blocks that say more than a few bytes can: each would be gigabytes, were it not for the target's end.
  it.each<[string, Fill, number[]]>([
    [
      "runs of 2 MiB",
      unzstd,
      [0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, ...Array.from({ length: 64 }, () => [2, 0, 0xff, 7]).flat()],
    ],
    [
      "32,000 copies of 65,539 bytes",
      unzstd,
      [0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, 0x55, 0, 0, 8, 7, 255, 255, 255, 0x54, 0, 0, 52, 1, 1],
    ],
  ])("writes no more than fits: %s", (_, fill, packed) => {
    expect(() => unpacked(fill, new Uint8Array(packed), 1000)).toThrow(/more (sequences )?than/);
  });
});
