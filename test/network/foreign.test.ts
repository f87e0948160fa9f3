import { readFileSync } from "node:fs";
import { gzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { isOnnx } from "../../src/network/foreign/onnx.ts";
import { readNetwork } from "../../src/network/read.ts";
import { readTensor } from "../../src/network/read-tensor.ts";
import { expectRefusal, npy, npyF8, rawSafetensors } from "./helpers.ts";

const file = (name: string) => new Uint8Array(readFileSync(`test/network/files/${name}`));
const bytes = (...parts: (string | number)[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "number" ? [part] : [...part].map((c) => c.charCodeAt(0)))),
  );
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const integers = npy("{'descr': '<i4', 'fortran_order': False, 'shape': (1, 1), }", new ArrayBuffer(4));
const objects = npy("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", new ArrayBuffer(4));
const counter = { dtype: "I64", shape: [], data_offsets: [0, 8] };

/** What it is, its bytes, and what the message says that it is and what to do. */
const FOREIGN: [string, Uint8Array, string, string][] = [
  ["a state dict of PyTorch", file("state-dict.pt"), "a PyTorch file (torch.save)", "save_file(torch.load("],
  ["TorchScript", file("torchscript.pt"), "a TorchScript file", 'torch.jit.load("FILE").state_dict()'],
  [
    "PyTorch before 1.6",
    bytes(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, "."),
    "a PyTorch file in the format before version 1.6",
    "save_file(torch.load(",
  ],
  ["a pickle", bytes(0x80, 4, 0x95, 0, 0), "a Python pickle", "numpy.savez("],
  ["ONNX", file("mlp.onnx"), "an ONNX file", "onnx.load("],
  ["HDF5", bytes(0x89, "HDF\r\n", 0x1a, "\n", 0, 0), "an HDF5 file", "l.get_weights()"],
  ["Keras", zipSync({ "config.json": bytes("{}"), "model.weights.h5": bytes("x") }), "a Keras file", "savez"],
  ["TensorFlow Lite", bytes(0x1c, 0, 0, 0, "TFL3", 0), "a TensorFlow Lite file", "l.get_weights()"],
  ["GGUF", bytes("GGUF", 3, 0, 0, 0), "a GGUF file", "language models"],
  ["a single array", npyF8([1], [1]), "a single NumPy array", 'numpy.savez("net.npz", W1='],
  ["gzip", gzipSync(json({})), "compressed by gzip", "gunzip"],
  ["Git LFS", bytes("version https://git-lfs.github.com/spec/v1\noid sha256:0"), "Git LFS", "git lfs pull"],
  ["a page", bytes("\n<!DOCTYPE html><title>404</title>"), "a page of the web", "error message"],
  ["TensorFlow.js", json({ format: "layers-model", modelTopology: {} }), "of TensorFlow.js", "arraySync()"],
  ["brain.js", json({ type: "NeuralNetwork", sizes: [3], layers: [{}] }), "of brain.js", ".slice(1)"],
  ["Keras's to_json", json({ class_name: "Sequential", config: {} }), "to_json", "holds no weights"],
  ["a list", json([1, 2]), "the JSON file is [1,2]", "expected an object"],
  ["another zip", zipSync({ "a.txt": bytes("x") }), 'a zip file whose entry "a.txt"', "numpy.savez"],
  ["integers", zipSync({ "W1.npy": integers }), '"<i4"', "convert it to float32"],
  ["pickled objects", zipSync({ "W.npy": objects }), "holds Python objects", "numpy.savez"],
  [
    "a counter of a batch normalisation",
    rawSafetensors(JSON.stringify({ "1.num_batches_tracked": counter }), 8),
    '"I64"; expected F64',
    "fuse_linear_bn_eval",
  ],
  ["another counter", rawSafetensors(JSON.stringify({ step: counter }), 8), '"I64"', "leave it out"],
];

describe("a file that is not read is told what it is, and what to do about it:", () => {
  it.each(FOREIGN)("%s", async (_, contents, what, advice) => {
    await expectRefusal(() => readNetwork(contents), "bad-file", what, advice);
  });

  it("whole, within the length of a message", async () => {
    for (const [, contents] of FOREIGN) {
      await readNetwork(contents).catch(({ message }) => expect(message).not.toContain("..."));
    }
  });

  it("where a single tensor is expected as well", async () => {
    await expectRefusal(() => readTensor(file("mlp.onnx")), "bad-file", "the array is an ONNX file");
  });
});

describe("isOnnx", () => {
  const onnx = file("mlp.onnx");
  it("knows a file that is cut off within its graph", () => {
    expect(isOnnx(onnx.subarray(0, 200))).toBe(true);
  });
  it.each<[string, Uint8Array]>([
    ["nothing", bytes()],
    ["a version alone", bytes(8, 7)],
    ["a field that ModelProto has not", bytes(8, 7, 0x7a, 0)],
    ["a field of another type", bytes(8, 7, 0x10, 0)],
    ["a length that never ends", bytes(8, 7, 0x12, 255, 255, 255, 255, 255, 255)],
    ["a text", bytes(": yes")],
  ])("does not take %s for it", (_, contents) => {
    expect(isOnnx(contents)).toBe(false);
  });
});
