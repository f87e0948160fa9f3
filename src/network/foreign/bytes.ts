import { isOnnx } from "./onnx.ts";

/** How a file of another kind begins, and what to do about it: what its network is saved as, by one line where one will do. */
interface Foreign {
  readonly is: (bytes: Uint8Array) => boolean;
  readonly what: string;
}

/** Bytes from `at` on; letters stand for themselves. */
const bytesAt =
  (at: number, ...expected: readonly (string | number)[]) =>
  (bytes: Uint8Array) =>
    expected
      .flatMap((part) => (typeof part === "number" ? [part] : [...part].map((c) => c.charCodeAt(0))))
      .every((byte, i) => bytes[at + i] === byte);

/** Of a Keras model, whatever it was saved as: layers without weights give nothing. */
export const SAVE_KERAS =
  'numpy.savez("net.npz", **{f"dense_{i}/{n}": w for i, l in enumerate(model.layers) for n, w in zip(("kernel", "bias"), l.get_weights())})';

/** Of what PyTorch's torch.save wrote. */
export const SAVE_TORCH =
  'safetensors.torch.save_file(torch.load("FILE"), "net.safetensors"), with .state_dict() after torch.load(…) if a whole model was saved';

const FOREIGN: readonly Foreign[] = [
  {
    // torch.save before PyTorch 1.6: a pickle that begins with the number 0x1950a86a20f9469cfc6c.
    is: bytesAt(2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19),
    what: `a PyTorch file in the format before version 1.6, which is not read; in Python: ${SAVE_TORCH}`,
  },
  {
    is: (bytes) => bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5,
    what: 'a Python pickle, which is not read, as it may run any code; load it in Python and save its arrays: numpy.savez("net.npz", W1=…, b1=…)',
  },
  {
    is: isOnnx,
    what: 'an ONNX file, which is not read; in Python: numpy.savez("net.npz", **{t.name: onnx.numpy_helper.to_array(t) for t in onnx.load("FILE").graph.initializer})',
  },
  {
    is: bytesAt(0, 0x89, "HDF\r\n", 0x1a, "\n"),
    what: `an HDF5 file, which is not read; load a Keras model in Python, and then: ${SAVE_KERAS}`,
  },
  {
    is: bytesAt(4, "TFL3"),
    what: `a TensorFlow Lite file, which is not read; of the Keras model that it was made from: ${SAVE_KERAS}`,
  },
  {
    is: bytesAt(0, "GGUF"),
    what: "a GGUF file, which is not read: such files hold language models, no network of one linear layer after the other",
  },
  {
    is: bytesAt(0, 0x93, "NUMPY"),
    what: 'a single NumPy array; a network takes several, in one file: numpy.savez("net.npz", W1=…, b1=…, W2=…, b2=…)',
  },
  {
    is: bytesAt(0, 0x1f, 0x8b),
    what: "compressed by gzip: unpack it first (gunzip FILE)",
  },
  {
    is: bytesAt(0, "version https://git-lfs"),
    what: "no network, but a note of Git LFS where to get it: fetch it first (git lfs pull)",
  },
  {
    is: (bytes) => /^\s{0,9}<(!doctype|html|\?xml)/i.test(String.fromCharCode(...bytes.subarray(0, 30))),
    what: "a page of the web, or XML: what should have been a network may have been an error message",
  },
];

/** What a file is that is of none of the formats that are read, and what to do about it; null: not recognised. */
export function foreignFile(bytes: Uint8Array): string | null {
  return FOREIGN.find(({ is }) => is(bytes))?.what ?? null;
}
