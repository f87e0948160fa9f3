import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readNpz } from "../../src/network/npz/read.ts";
import { readNetwork } from "../../src/network/read.ts";
import { crc32 } from "../../src/network/unpack/crc32.ts";
import { expectRefusal, npy, npyF8 } from "./helpers.ts";

const header = (descr: string, shape: string, order = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
const bytes = (length: number) => new Uint8Array(length);

describe("npz", () => {
  it("reads what numpy.savez wrote: f4, f8, f2, Fortran order, text and numbers as metadata", async () => {
    const network = await readNetwork("test/networks/numpy-savez.npz");
    const [first, last] = network.layers;
    expect(first!.weight).toMatchObject({ rows: 5, columns: 3 });
    expect(first!.weight.data.slice(0, 4)).toEqual(new Float32Array([1.5, 0.5, 0, -1]));
    expect(first!.bias).toEqual(new Float64Array([1, 0.5, 0.25, 0.25, 1.75]));
    expect([...last!.weight.data]).toEqual([-1, 1.25, 0.75, -2, -0.5, 1.5, 0.25, -2, 1.25, 1]);
    expect(last!.bias).toEqual(new Float32Array([1.5, -1.5]));
    expect(network.layers.map((layer) => layer.weightVariance)).toEqual([2, 1]);
    expect([...network.input!.mean]).toEqual([-1.75, 1.5, -2]);
    expect(network.notes).toEqual([]);
  });

  it("reads what numpy.savez_compressed wrote, by position, [in, out]", async () => {
    const network = await readNetwork("test/networks/numpy-positional.npz");
    expect(network.layers.map(({ weight, bias }) => [weight.rows, weight.columns, bias?.length])).toEqual([
      [5, 3, 5],
      [2, 5, undefined],
    ]);
    expect([...network.layers[0]!.weight.data.slice(0, 3)]).toEqual([0.25, -0.5, 0.75]);
    expect(network.notes).toHaveLength(2);
  });

  it("reads headers of versions 2 and 3, keys in any order, lists of names", async () => {
    const odd = "{'shape':(2,2),'fortran_order':False,'descr':'<f4'}";
    const names = new Uint32Array([..."relu\0\0\0\0"].map((c) => c.codePointAt(0)!));
    const file = zipSync({
      "1.weight.npy": npy(odd, bytes(16), 2),
      "2.weight.npy": npy(odd, bytes(16), 3),
      "activations.npy": npy(header("<U8", "(1,)"), names.buffer),
    });
    expect((await readNpz(file)).metadata.get("activations")).toBe('["relu"]');
    expect((await readNetwork(file)).layers).toHaveLength(2);
  });

  const hostile: [string, Uint8Array, string][] = [
    [
      "big-endian numbers",
      npy(header(">f8", "(1, 1)"), bytes(8)),
      'big-endian (>f8); save it with .astype("<f8")',
    ],
    ["integers", npy(header("<i8", "(1, 1)"), bytes(8)), "<i8"],
    ["objects", npy(header("|O", "(1, 1)"), bytes(8)), "Python objects"],
    ["records", npy("{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (1,), }", bytes(8)), "dtype"],
    ["text as a weight", npy(header("<U2", "(1,)"), bytes(8)), "<U2"],
    [
      "a shape larger than the data",
      npy(header("<f8", "(2, 1)"), bytes(8)),
      "takes 16 bytes, the entry holds 8",
    ],
    ["a shape smaller than the data", npy(header("<f8", "(1, 1)"), bytes(16)), "takes 8 bytes"],
    ["a huge shape", npy(header("<f8", "(99999999999999999999, 1)"), bytes(8)), "out of range"],
    ["a huge product", npy(header("<f8", "(9007199254740991, 9007199254740991)"), bytes(8)), "takes"],
    ["a negative shape", npy(header("<f8", "(-1, 1)"), bytes(8)), "tuple"],
    ["a shape that is a number", npy(header("<f8", "8"), bytes(8)), "npy header"],
    ["a shape that is no tuple", npy(header("<f8", "(8)"), bytes(64)), "tuple"],
    ["commas in the shape", npy(header("<f8", "(1,,1)"), bytes(8)), "tuple"],
    ["an order that is text", npy(header("<f8", "(1,1)", "'True'"), bytes(8)), "fortran_order"],
    [
      "a key twice",
      npy("{'descr':'<f8','descr':'<f4','fortran_order':False,'shape':(1,)}", bytes(8)),
      "twice",
    ],
    ["a missing key", npy("{'descr':'<f8','shape':(1,)}", bytes(8)), "no fortran_order"],
    [
      "an unknown key",
      npy("{'descr':'<f8','fortran_order':False,'shape':(1,),'x':'y'}", bytes(8)),
      "unknown",
    ],
    ["code", npy("__import__('os').system('true')", bytes(8)), "no dict"],
    ["a header beyond the entry", npy(header("<f8", "(1,1)"), bytes(8)).subarray(0, 40), "truncated"],
    ["version 9", npy(header("<f8", "(1,1)"), bytes(8), 9), "version 9"],
    ["no array", new TextEncoder().encode("not an array at all"), "no .npy array"],
    ["nothing", bytes(0), "no .npy array"],
  ];
  it.each(hostile)("refuses %s", async (_, array, text) => {
    await expectRefusal(() => readNpz(zipSync({ "a.npy": array })), "bad-file", text);
  });

  it("refuses text that is no UTF-32", async () => {
    const array = npy(header("<U1", "()"), new Uint32Array([0x110000]).buffer);
    await expectRefusal(() => readNpz(zipSync({ "activations.npy": array })), "bad-file", "UTF-32");
  });

  it("refuses entries that are no arrays", async () => {
    await expectRefusal(() => readNpz(zipSync({ "readme.txt": bytes(3) })), "bad-file", '"readme.txt"');
  });
});

it("knows CRC-32 by its published check value", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  expect(crc32(bytes(0))).toBe(0);
});

describe("zip", () => {
  const file = zipSync({ "a.npy": npyF8([64, 64], new Array<number>(4096).fill(1)) }, { level: 6 });
  /** The file with 4 bytes of the central directory's first entry replaced. */
  const lying = (at: number, value: number) => {
    const changed = file.slice();
    const view = new DataView(changed.buffer);
    const directory = view.getUint32(changed.length - 22 + 16, true);
    view.setUint32(directory + at, value, true);
    return changed;
  };

  it("reads the file before it is tampered with", async () => {
    expect((await readNpz(file)).tensors.get("a")!.shape).toEqual([64, 64]);
  });

  const hostile: [string, Uint8Array, string][] = [
    ["an entry said to be larger than deflate allows", lying(24, 2 ** 31), "claims"],
    ["an entry said to be smaller", lying(24, 100), ""],
    ["an entry said to be larger", lying(24, 40000), "the entry holds 39928"],
    ["a compressed size beyond the file", lying(20, 2 ** 30), "claims"],
    ["a cut beginning", file.slice(file.length - 90), ""],
    ["a missing directory", file.slice(0, file.length - 30), "truncated or corrupt"],
    ["four bytes", file.slice(0, 4), "truncated or corrupt"],
  ];
  it.each(hostile)("refuses %s", async (_, changed, text) => {
    await expectRefusal(() => readNetwork(changed, { format: "npz" }), "bad-file", text);
  });

  it("refuses a bomb by what it declares, without unpacking it", async () => {
    const zeros = zipSync({ "a.npy": bytes(2 ** 20) }, { level: 9 });
    const view = new DataView(zeros.buffer);
    view.setUint32(view.getUint32(zeros.length - 6, true) + 24, 2 ** 32 - 2, true);
    await expectRefusal(() => readNpz(zeros), "bad-file", "claims");
  });

  it("refuses any byte of an array that was changed, by its checksum", async () => {
    const { readFileSync } = await import("node:fs");
    const original = new Uint8Array(readFileSync("test/networks/numpy-savez.npz"));
    const at =
      original.findIndex((_, i) => String.fromCharCode(...original.subarray(i, i + 6)) === "\x93NUMPY") + 130;
    const changed = original.slice();
    changed[at]! ^= 0x40;
    await expectRefusal(() => readNetwork(changed), "bad-file", "truncated or corrupt");
  });

  it("refuses a name that occurs twice", async () => {
    const two = zipSync({ "a.npy": npyF8([1], [1]), "b.npy": npyF8([1], [2]) }, { level: 0 });
    const same = two.map((byte) => (byte === 0x62 ? 0x61 : byte));
    await expectRefusal(() => readNpz(same), "bad-file", "twice");
  });
});
