import { describe, expect, it } from "vitest";
import { decodeSafetensors } from "../../src/network/safetensors/decode.ts";
import { encodeSafetensors } from "../../src/network/safetensors/encode.ts";
import { expectRefusal, rawSafetensors, tensor } from "./helpers.ts";

const entry = (begin: number, end: number, shape = [1], dtype = "F64") =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });

describe("decodeSafetensors", () => {
  it("reads data wherever it begins", () => {
    const file = rawSafetensors(`{"a":${entry(0, 8)}}`, 8);
    new DataView(file.buffer).setFloat64(file.length - 8, Math.PI, true);
    for (const shift of [0, 1, 3, 5]) {
      const moved = new Uint8Array(file.length + shift);
      moved.set(file, shift);
      expect(decodeSafetensors(moved.subarray(shift)).tensors.get("a")!.data).toEqual(
        new Float64Array([Math.PI]),
      );
    }
  });

  it("copies: changing the file afterwards changes nothing", () => {
    const file = Buffer.from(rawSafetensors(`{"a":${entry(0, 8)}}`, 8));
    const { data } = decodeSafetensors(file).tensors.get("a")!;
    file.fill(1);
    expect(data[0]).toBe(0);
  });

  it("widens F16 without loss", () => {
    // Bits and values from IEEE 754: one, −2, the largest, the smallest normal and subnormal, ±0, −infinity.
    const bits = [0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x83ff, 0x8000, 0xfc00, 0x7e00];
    const file = rawSafetensors(`{"h":${entry(0, 18, [9], "F16")}}`, 18);
    bits.forEach((half, i) => {
      new DataView(file.buffer).setUint16(file.length - 18 + 2 * i, half, true);
    });
    const values = [
      1,
      -2,
      65504,
      2 ** -14,
      2 ** -24,
      -1023 * 2 ** -24,
      -0,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    ];
    expect([...decodeSafetensors(file).tensors.get("h")!.data]).toEqual(values);
  });

  it("widens BF16 without loss", () => {
    const bits = [0x3f80, 0xc049, 0x0001, 0xff80];
    const file = rawSafetensors(`{"h":${entry(0, 8, [4], "BF16")}}`, 8);
    bits.forEach((half, i) => {
      new DataView(file.buffer).setUint16(file.length - 8 + 2 * i, half, true);
    });
    const values = [1, -3.140625, 2 ** -133, Number.NEGATIVE_INFINITY];
    expect([...decodeSafetensors(file).tensors.get("h")!.data]).toEqual(values);
  });

  it("keeps odd names as they are", () => {
    const file = rawSafetensors(`{"__proto__":${entry(0, 8)},"10":${entry(8, 16)}}`, 16);
    expect([...decodeSafetensors(file).tensors.keys()].sort()).toEqual(["10", "__proto__"]);
  });

  const hostile: [string, Uint8Array, string][] = [
    ["no bytes", new Uint8Array(0), "8 bytes"],
    ["a header beyond the file", rawSafetensors("{}", 0, 3), "truncated"],
    ["a header of 2^60 bytes", rawSafetensors("{}", 0, 2 ** 60), "100 MB"],
    ["a header of 101 MB", rawSafetensors("{}", 0, 101e6), "100 MB"],
    ["invalid UTF-8", rawSafetensors(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])), "UTF-8"],
    ["invalid JSON", rawSafetensors('{"a":'), "JSON"],
    ["a header that is a list", rawSafetensors("[]"), "begin with {"],
    ["deep nesting", rawSafetensors(`{"a":${"[".repeat(1e5)}`), "nests more than 64"],
    ["a key twice", rawSafetensors(`{"a":${entry(0, 8)},"a":${entry(8, 16)}}`, 16), '"a" twice'],
    [
      "a key twice, once escaped",
      rawSafetensors(`{"a":${entry(0, 8)},"\\u0061":${entry(8, 16)}}`, 16),
      '"a" twice',
    ],
    ["a key twice, inside", rawSafetensors('{"a":{"dtype":"F64","dtype":"F32"}}'), '"dtype" twice'],
    ["a tensor that is a number", rawSafetensors('{"a":1}'), 'tensor "a"'],
    ["a tensor that is null", rawSafetensors('{"a":null}'), 'tensor "a"'],
    ["an unknown key", rawSafetensors(`{"a":${entry(0, 8).replace("}", ',"x":1}')}}`, 8), '"x"'],
    [
      "a __proto__ key",
      rawSafetensors(`{"a":${entry(0, 8).replace("}", ',"__proto__":{}}')}}`, 8),
      "__proto__",
    ],
    ["another dtype", rawSafetensors(`{"a":${entry(0, 8, [1], "I64")}}`, 8), 'tensor "a" has dtype "I64"'],
    ["dtype of a prototype", rawSafetensors(`{"a":${entry(0, 8, [1], "constructor")}}`, 8), "dtype"],
    ["no dtype", rawSafetensors('{"a":{"shape":[1],"data_offsets":[0,8]}}', 8), "dtype undefined"],
    ["a negative dimension", rawSafetensors(`{"a":${entry(0, 8, [-1])}}`, 8), "shape [-1]"],
    ["a fractional dimension", rawSafetensors(`{"a":${entry(0, 8, [0.5])}}`, 8), "shape [0.5]"],
    ["a huge dimension", rawSafetensors(`{"a":${entry(0, 8, [2 ** 53])}}`, 8), "shape"],
    ["a huge product", rawSafetensors(`{"a":${entry(0, 8, [2 ** 50, 2 ** 50])}}`, 8), "takes"],
    [
      "a shape that is no list",
      rawSafetensors('{"a":{"dtype":"F64","shape":1,"data_offsets":[0,8]}}', 8),
      "shape 1",
    ],
    [
      "offsets that are text",
      rawSafetensors('{"a":{"dtype":"F64","shape":[1],"data_offsets":"08"}}', 8),
      "data_offsets",
    ],
    [
      "three offsets",
      rawSafetensors('{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8,8]}}', 8),
      "data_offsets",
    ],
    ["a fractional offset", rawSafetensors(`{"a":${entry(0.5, 8.5)}}`, 9), "data_offsets"],
    ["a negative offset", rawSafetensors(`{"a":${entry(-8, 0)}}`, 8), "data_offsets"],
    ["offsets out of order", rawSafetensors(`{"a":${entry(8, 0)}}`, 8), "data_offsets give -8"],
    ["offsets beyond the file", rawSafetensors(`{"a":${entry(0, 8)}}`, 7), "truncated"],
    ["size and shape that differ", rawSafetensors(`{"a":${entry(0, 16)}}`, 16), "takes 8 bytes"],
    ["an overlap", rawSafetensors(`{"a":${entry(0, 16, [2])},"b":${entry(8, 16)}}`, 16), "inside"],
    ["a hole", rawSafetensors(`{"a":${entry(0, 8)},"b":${entry(16, 24)}}`, 24), "belong to no tensor"],
    ["a hole at the end", rawSafetensors(`{"a":${entry(0, 8)}}`, 9), "belong to no tensor"],
    ["metadata that are a list", rawSafetensors('{"__metadata__":[]}'), "__metadata__"],
    ["metadata that are no strings", rawSafetensors('{"__metadata__":{"a":1}}'), '"a" is 1'],
  ];

  it.each(hostile)("refuses %s", async (_, file, text) => {
    await expectRefusal(() => decodeSafetensors(file), "bad-file", text);
  });
});

describe("encodeSafetensors", () => {
  const some = new Map([
    ["b", { shape: [3], data: new Float32Array([1, 2, 3]) }],
    ["__proto__", tensor(1, 2)],
    ["10", { shape: [], data: new Float64Array([7]) }],
    ["9", { shape: [0, 4], data: new Float32Array(0) }],
  ]);

  it("is read back the same", () => {
    const { tensors, metadata } = decodeSafetensors(encodeSafetensors(some, new Map([["key", "ü\n"]])));
    expect(tensors.size).toBe(4);
    for (const [name, expected] of some) expect(tensors.get(name)).toEqual(expected);
    expect(metadata).toEqual(new Map([["key", "ü\n"]]));
  });

  it("aligns the header to 8 bytes with spaces and always writes the same bytes", () => {
    const file = encodeSafetensors(some);
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(new TextDecoder().decode(file.subarray(8, 8 + length))).toMatch(/^\{.*\} *$/);
    expect(encodeSafetensors(some)).toEqual(file);
  });

  it("refuses a shape that does not fit, and the format's own name", async () => {
    const data = new Float32Array(3);
    await expectRefusal(
      () => encodeSafetensors(new Map([["a", { shape: [2], data }]])),
      "bad-option",
      '"a"',
      "[2]",
    );
    await expectRefusal(() => encodeSafetensors(new Map([["__metadata__", tensor(1)]])), "bad-option");
  });
});
