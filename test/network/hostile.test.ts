import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { Allowance } from "../../src/network/allowance.ts";
import { readNpz } from "../../src/network/npz/read.ts";
import { ThriftReader } from "../../src/network/parquet/thrift.ts";
import { readNetwork } from "../../src/network/read.ts";
import { parseJson } from "../../src/network/strict-json.ts";
import { expectRefusal, npy, npyF8, rawSafetensors } from "./helpers.ts";

/** Bytes of arrays that were asked for while `run` ran, whatever became of them. */
async function reserved(run: () => Promise<unknown>): Promise<number> {
  const original = globalThis.Uint8Array;
  let bytes = 0;
  globalThis.Uint8Array = new Proxy(original, {
    construct(target, args, newTarget) {
      const array = Reflect.construct(target, args, newTarget) as Uint8Array;
      if (!(args[0] instanceof ArrayBuffer)) bytes += array.byteLength;
      return array;
    },
  });
  try {
    await run();
  } finally {
    globalThis.Uint8Array = original;
  }
  return bytes;
}

const header = (shape: string) => `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`;
const file = (name: string) => new Uint8Array(readFileSync(`test/networks/${name}.parquet`));

describe("npz", () => {
  it("looks at each character of a header once, and at no more than NumPy does", async () => {
    const blanks = (count: number) =>
      zipSync({ "W1.npy": npy(header(`(${" ".repeat(count)}x)`), new ArrayBuffer(8)) });
    await expectRefusal(() => readNetwork(blanks(9000)), "bad-file", "no tuple of sizes");
    await expectRefusal(() => readNetwork(blanks(60000)), "bad-file", "NumPy reads 10000");
    const wide = npy(header(`(${" ".repeat(400000)}x)`), new ArrayBuffer(8), 2);
    await expectRefusal(() => readNetwork(zipSync({ "W1.npy": wide })), "bad-file", "claims 400");
  });

  it("claims what headers unpack to, and reads no more dimensions than NumPy does", async () => {
    const deep = zipSync({ "W1.npy": npy(header(`(${"1, ".repeat(65)})`), new ArrayBuffer(8)) });
    await expectRefusal(() => readNetwork(deep), "bad-file", "more than 64 dimensions");
    const padded = npy(header(`(1, 1)${" ".repeat(9800)}`), new ArrayBuffer(8));
    const many = Array.from({ length: 2000 }, (_, l) => [`fc${l}.weight.npy`, padded] as const);
    const read = () => readNetwork(zipSync(Object.fromEntries(many), { level: 9 }));
    await expectRefusal(read, "bad-file", "would unpack to");
  });

  it("refuses entries that overlap, before anything of them is unpacked", async () => {
    const zip = zipSync({
      "a.npy": npyF8([64, 64], new Array<number>(4096).fill(1)),
      "b.npy": npyF8([1, 1], [1]),
    });
    const view = new DataView(zip.buffer);
    const directory = view.getUint32(zip.length - 6, true);
    const second = directory + 46 + "a.npy".length;
    expect(view.getUint32(second, true)).toBe(0x02014b50);
    // The second entry is the first one's bytes over again.
    zip.copyWithin(second + 10, directory + 10, directory + 46);
    await expectRefusal(() => readNetwork(zip), "bad-file", '"a.npy" and "b.npy" overlap');
  });

  it("refuses shapes that do not chain, however large, before data are unpacked", async () => {
    const zip = zipSync({
      "fc1.weight.npy": npyF8([1024, 256], new Array<number>(1024 * 256).fill(0)),
      "fc2.weight.npy": npyF8([1024, 256], new Array<number>(1024 * 256).fill(0)),
    });
    const bytes = await reserved(() => expectRefusal(() => readNetwork(zip), "bad-network", "do not chain"));
    expect(bytes).toBeLessThan(2 ** 17);
  });

  it("refuses a size that the shape does not have", async () => {
    const array = npy(header("(1, 1)"), new ArrayBuffer(2 ** 20));
    const bytes = await reserved(() =>
      expectRefusal(
        () => readNetwork(zipSync({ "a.npy": array })),
        "bad-file",
        "takes 8 bytes, the entry holds",
      ),
    );
    expect(bytes).toBeLessThan(2 ** 17);
  });

  it("refuses what would unpack to many times the file", async () => {
    const [rows, columns] = [3000, 1000];
    const zip = zipSync({
      "0.weight.npy": npy(header(`(${rows}, ${columns})`), new ArrayBuffer(8 * rows * columns)),
    });
    const bytes = await reserved(() =>
      expectRefusal(() => readNetwork(zip), "bad-file", "store it unpacked"),
    );
    expect(bytes).toBeLessThan(2 ** 17);
  });

  it("reads zip64's sizes", async () => {
    const array = npyF8([1, 1], [7]);
    const packed = deflateRawSync(array);
    expect(readNpz(zip64("0.weight.npy", array, packed)).tensors.get("0.weight")!.data[0]).toBe(7);
  });
});

/** A zip file of one entry whose sizes and offset are in the field of zip64 alone. */
function zip64(name: string, contents: Uint8Array, packed: Uint8Array): Uint8Array {
  const plain = zipSync({ [name]: contents });
  const view = new DataView(plain.buffer);
  const directory = view.getUint32(plain.length - 6, true);
  const local = plain.slice(0, 30 + name.length);
  const listed = plain.slice(directory, directory + 46 + name.length);
  const fields = new DataView(listed.buffer);
  for (const at of [20, 24, 42]) fields.setUint32(at, 0xffffffff, true);
  fields.setUint16(30, 28, true);
  const extra = new DataView(new ArrayBuffer(28));
  extra.setUint16(0, 1, true);
  extra.setUint16(2, 24, true);
  extra.setUint32(4, contents.length, true);
  extra.setUint32(12, packed.length, true);
  const start = local.length + packed.length;
  const end = plain.slice(plain.length - 22);
  new DataView(end.buffer).setUint32(16, start, true);
  return new Uint8Array(Buffer.concat([local, packed, listed, new Uint8Array(extra.buffer), end]));
}

describe("safetensors", () => {
  it("refuses more tensors than a network can have, however small they are", async () => {
    const entries = Array.from({ length: 2 ** 15 + 1 }, (_, i) => [
      String(i),
      { dtype: "F64", shape: [0], data_offsets: [0, 0] },
    ]);
    const text = JSON.stringify(Object.fromEntries(entries));
    await expectRefusal(() => readNetwork(rawSafetensors(text)), "bad-file", "lists 32769 tensors");
  });
});

describe("parquet", () => {
  it("bounds what the bytes of a footer become", () => {
    const emptyTexts = [0x19, 0xf8, 0x80, 0x80, 0x10, ...new Uint8Array(2 ** 18), 0];
    const read = () => new ThriftReader(Uint8Array.from(emptyTexts), 0).struct();
    expect(read).toThrow("too many structs, lists and texts");
  });

  it("refuses run lengths that stand for more than the file may take: a page, and pages of one row", async () => {
    for (const name of ["hostile-runs-4", "hostile-runs-20"]) {
      const bytes = await reserved(() =>
        expectRefusal(() => readNetwork(file(name), { row: 0 }), "bad-file", "would unpack to"),
      );
      expect(bytes).toBeLessThan(2 ** 25);
    }
  });

  it("refuses a snappy page whose literal goes back", async () => {
    await expectRefusal(
      () => readNetwork(file("hostile-snappy"), { row: 0 }),
      "bad-file",
      "SNAPPY) is corrupt",
    );
  });
});

describe("JSON", () => {
  it("refuses depth without end, and lists and objects without number, before it parses them", async () => {
    await expectRefusal(() => parseJson("[".repeat(1e6), "x"), "bad-file", "nests more than 64");
    await expectRefusal(
      () => parseJson(`[${"[],".repeat(1e6)}1]`, "x"),
      "bad-file",
      "1000001 lists, objects and keys",
    );
    await expectRefusal(
      () => parseJson(`[${"{},".repeat(1e6)}1]`, "x"),
      "bad-file",
      "lists, objects and keys",
    );
    expect(parseJson(`["${"[".repeat(1000)}", "\\"[{:"]`, "x")).toHaveLength(2);
  });

  it("refuses a text without an end", async () => {
    await expectRefusal(() => parseJson('["abc', "x"), "bad-file", "not valid JSON");
    await expectRefusal(() => parseJson('["abc\\', "x"), "bad-file", "not valid JSON");
  });
});

describe("activations", () => {
  it("are gone through once, however long a file writes a number", async () => {
    const digits = "1".repeat(500_000);
    const json = { layers: [{ weight: [[1]], activation: `polynomial:1/${digits}x` }, { weight: [[1]] }] };
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    await expectRefusal(() => readNetwork(bytes), "unknown-activation", "polynomial:1/111");
  });
});

describe("Allowance", () => {
  it("allows 16 MiB and four times the size, in all", async () => {
    const allowance = new Allowance(100);
    allowance.claim(2 ** 24, "x");
    allowance.claim(400, "x");
    await expectRefusal(() => allowance.claim(1, "x"), "bad-file", "x would unpack to 1 bytes");
    allowance.release(1);
    allowance.claim(1, "x");
    for (const lie of [Number.NaN, Number.POSITIVE_INFINITY]) {
      await expectRefusal(() => new Allowance(1).claim(lie, "x"), "bad-file");
    }
  });
});

describe("paths", () => {
  it.runIf(process.platform === "linux")("reads no device for ever", async () => {
    await expectRefusal(
      () => readNetwork("/dev/zero"),
      "bad-file",
      "/dev/zero tells no size",
      "268435456 bytes",
    );
    await expectRefusal(() => readNetwork("/dev/null"), "bad-file", "empty");
    await expectRefusal(() => readNetwork("test"), "bad-file", "EISDIR");
  });
});
