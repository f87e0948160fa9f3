import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../src/errors.ts";
import { makeNetwork } from "../../src/network/make.ts";
import { readWhestRow } from "../../src/network/parquet/whest.ts";
import { readNetwork } from "../../src/network/read.ts";
import { readTensor } from "../../src/network/read-tensor.ts";
import { networkToSafetensors, readSafetensors, writeSafetensors } from "../../src/network/safetensors.ts";
import { expectRefusal, npy } from "./helpers.ts";

const npz = "test/networks/numpy-savez.npz";
const parquet = "test/networks/whest-none-v2-plain.parquet";
const one = [[1]];

const drafts: [unknown, ErrorCode, string][] = [
  [undefined, "bad-network", "makeNetwork's draft is undefined"],
  [null, "bad-network", "makeNetwork's draft is null"],
  [[{ weight: one }], "bad-network", "makeNetwork's draft is ["],
  [{}, "bad-network", "layers is undefined; expected a list of layers"],
  [{ layer: [] }, "bad-network", "unknown key layer; did you mean layers?"],
  [{ layers: "two" }, "bad-network", 'layers is "two"'],
  [{ layers: [null] }, "bad-network", "layers.0 is null"],
  [{ layers: Array(1) }, "bad-network", "layers.0 is undefined"],
  [{ layers: [{}] }, "bad-network", "layers.0.weight is undefined; expected rows"],
  [
    { layers: [{ weights: one }] },
    "bad-network",
    "layers.0 has the unknown key weights; did you mean weight?",
  ],
  [{ layers: [{ weight: one, biases: [1] }] }, "bad-network", "unknown key biases; did you mean bias?"],
  [{ layers: [{ weight: one, activaton: "relu" }] }, "bad-network", "did you mean activation?"],
  [{ layers: [{ weight: one, name: "fc" }] }, "bad-network", "unknown key name; known: weight, bias"],
  [{ layers: [{ weight: null }] }, "bad-network", "layers.0.weight is null"],
  [{ layers: [{ weight: 1 }] }, "bad-network", "layers.0.weight is 1"],
  [{ layers: [{ weight: new Float64Array(2) }] }, "bad-network", "layers.0.weight is [object Float64Array]"],
  [{ layers: [{ weight: { rows: 1 } }] }, "bad-network", 'layers.0.weight is {"rows":1}; expected rows'],
  [{ layers: [{ weight: { data: [1] } }] }, "bad-network", "layers.0.weight is no matrix"],
  [{ layers: [{ weight: [1, 2] }] }, "bad-network", "layers.0.weight[0] is 1; expected a row"],
  // biome-ignore lint/suspicious/noSparseArray: a slip of the finger is what is tested
  [{ layers: [{ weight: [[1, , 2]] }] }, "bad-network", "layers.0.weight[0][1] is undefined"],
  [{ layers: [{ weight: Array(1) }] }, "bad-network", "layers.0.weight[0] is undefined"],
  [{ layers: [{ weight: [[2n]] }] }, "bad-network", "layers.0.weight[0][0] is 2n"],
  [{ layers: [{ weight: [["1"]] }] }, "bad-network", 'layers.0.weight[0][0] is "1"'],
  [{ layers: [{ weight: one, bias: 1 }] }, "bad-network", "layers.0.bias is 1"],
  [{ layers: [{ weight: one, weightVariance: "2" }] }, "bad-network", 'layers.0.weightVariance is "2"'],
  [{ layers: [{ weight: one, activation: { name: "x" } }] }, "unknown-activation", '{"name":"x"}'],
  [{ layers: [{ weight: one, activation: 2n }] }, "unknown-activation", "2n"],
  [{ layers: [{ weight: one, activation: false }] }, "unknown-activation", "false"],
  [{ layers: [{ weight: one }], notes: "none" }, "bad-network", 'network.notes is "none"'],
  [{ layers: [{ weight: one }], input: 0 }, "bad-input", "input is 0"],
  [
    { layers: [{ weight: one }], input: { cov: one } },
    "bad-input",
    "unknown key cov; known: mean, covariance",
  ],
  [{ layers: [{ weight: one }], input: { mean: [1, 2] } }, "bad-input", "input.mean has length 2"],
];

describe("makeNetwork refuses", () => {
  it.each(drafts)("%o", async (draft, code, message) => {
    await expectRefusal(() => makeNetwork(draft as never), code, message);
  });
});

describe("makeNetwork's activation", () => {
  const withWick = (wick: unknown) =>
    makeNetwork({ layers: [{ weight: one, activation: { name: "x", wick, critical: null } as never }] });

  it.each([
    { family: "two-sided", positive: 1, negative: -1 },
    { family: "step", below: 0, above: 1 },
    { family: "polynomial", coefficients: [0, 1] },
    { family: "quadrature", of: "tanh" },
    { family: "quadrature", of: (z: number) => z * z },
  ])("may be one of the Wick source %o", (wick) => {
    expect(withWick(wick).layers[0]!.activation!.wick).toBe(wick);
  });

  it.each([
    { family: "two-sided", positive: 1 },
    { family: "step", below: 0, above: "1" },
    { family: "polynomial", coefficients: [] },
    { family: "polynomial", coefficients: [1, Number.NaN] },
    { family: "quadrature", of: "relu" },
    { family: "other" },
    null,
  ])("may not be one of the Wick source %o", async (wick) => {
    await expectRefusal(() => withWick(wick), "bad-network", "layers.0.activation is {");
  });
});

it("makeNetwork takes a network, notes and all", () => {
  const network = { ...makeNetwork({ layers: [{ weight: one }], input: {} }), notes: ["a guess"] };
  expect(makeNetwork(network)).toEqual(network);
});

const numbers = Float64Array.of(1);
const written: [unknown, unknown, string][] = [
  [undefined, undefined, "tensors is undefined; expected a Map"],
  [null, undefined, "tensors is null"],
  [{}, undefined, "tensors is {}"],
  [new Map([[1, { shape: [1], data: numbers }]]), undefined, "tensors has the key 1"],
  [new Map([["a", null]]), undefined, '"a": it is null'],
  [new Map([["a", { shape: [1], data: [1] }]]), undefined, '"a": its data is [1]'],
  [new Map([["a", { data: numbers }]]), undefined, '"a": its shape is undefined'],
  [new Map([["a", { shape: [0.5, 2], data: numbers }]]), undefined, '"a": its shape is [0.5,2]'],
  [new Map([["a", { shape: [2], data: numbers }]]), undefined, '"a": shape [2] does not hold 1 numbers'],
  [new Map([["__metadata__", { shape: [1], data: numbers }]]), undefined, "the format's own"],
  [new Map(), null, "metadata is null; expected a Map"],
  [new Map(), new Map([["w_var", 2]]), 'metadata "w_var" is 2'],
];

describe("writeSafetensors refuses", () => {
  it.each(written)("%o, %o", async (tensors, metadata, message) => {
    await expectRefusal(() => writeSafetensors(tensors as never, metadata as never), "bad-option", message);
  });
});

const bytes = (text: string) => new TextEncoder().encode(text);
const calls: [string, () => unknown, ErrorCode, string][] = [
  [
    "readNetwork(path, null)",
    () => readNetwork(npz, null as never),
    "bad-option",
    "readNetwork: options is null",
  ],
  ["readNetwork()", () => readNetwork(undefined as never), "bad-option", "undefined"],
  ["an unknown option", () => readNetwork(npz, { rows: 1 } as never), "bad-option", "did you mean row?"],
  ["a BigInt row", () => readNetwork(parquet, { row: 1n as never }), "bad-option", "row is 1n"],
  ["a null activation", () => readNetwork(npz, { activation: null as never }), "bad-option", "activation"],
  [
    "a hole in the activations",
    () => readNetwork(npz, { activation: Array(1) }),
    "unknown-activation",
    "undefined",
  ],
  ["an empty file", () => readNetwork(new Uint8Array()), "bad-file", "the file is empty"],
  [
    "an empty file of a format",
    () => readNetwork(new Uint8Array(), { format: "npz" }),
    "bad-file",
    "is empty",
  ],
  ["an empty array", () => readTensor(new Uint8Array()), "bad-file", "the file is empty"],
  ["a single array in .npz", () => readTensor(npz), "bad-file", "expected a single array"],
  [
    "an array of integers",
    () => readTensor(npy("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", new ArrayBuffer(8))),
    "bad-file",
    'has the dtype "<i8"; expected <f8, <f4 or <f2',
  ],
  ["a hole's like in JSON", () => readTensor(bytes("[1, null]")), "bad-file", "[1] is null"],
  ["readSafetensors()", () => readSafetensors(undefined as never), "bad-option", "bytes is undefined"],
  ["readSafetensors(text)", () => readSafetensors("a" as never), "bad-option", 'bytes is "a"'],
  ["readWhestRow(5)", () => readWhestRow(5 as never), "bad-option", "bytes is 5; expected a Uint8Array"],
  ["networkToSafetensors()", () => networkToSafetensors(undefined as never), "bad-network", "undefined"],
];

describe("refused:", () => {
  it.each(calls)("%s", async (_, run, code, message) => {
    await expectRefusal(run, code, message);
  });
});
