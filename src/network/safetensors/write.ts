import { KpropError } from "../../errors.ts";
import { shapeText, type Tensor } from "../tensor.ts";

/**
 * Writes a safetensors file: F64 or F32 by the type of each array, tensors in the order given. The header is
 * padded with spaces so that the data begin at a multiple of 8 bytes; F64 tensors come first, so that all
 * data are aligned. The same tensors and metadata give the same bytes.
 *
 * @param tensors name to tensor, any shapes
 * @param metadata text to keep in `__metadata__`
 * @throws KpropError `bad-option`: a shape that does not fit its data, or a tensor named `__metadata__`
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array<ArrayBuffer> {
  const placed = place(tensors);
  const header = headerBytes(placed, metadata);
  const dataStart = 8 + header.length;
  const file = new Uint8Array(dataStart + (placed.at(-1)?.end ?? 0));
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  for (const { data, begin } of placed) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), dataStart + begin);
  }
  return file;
}

interface Placed extends Tensor {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

function place(tensors: ReadonlyMap<string, Tensor>): Placed[] {
  const wide = [...tensors].filter(([, { data }]) => data instanceof Float64Array);
  const narrow = [...tensors].filter(([, { data }]) => data instanceof Float32Array);
  let end = 0;
  return [...wide, ...narrow].map(([name, { shape, data }]) => {
    checkTensor(name, { shape, data });
    const begin = end;
    end += data.byteLength;
    return { name, shape, data, begin, end };
  });
}

function checkTensor(name: string, { shape, data }: Tensor): void {
  const problem =
    name === "__metadata__"
      ? "that name is the format's own"
      : shape.reduce((product, n) => product * n, 1) !== data.length
        ? `shape ${shapeText(shape)} does not hold ${data.length} numbers`
        : null;
  if (problem) throw new KpropError("bad-option", `cannot write tensor ${JSON.stringify(name)}: ${problem}`);
}

function headerBytes(placed: readonly Placed[], metadata: ReadonlyMap<string, string>): Uint8Array {
  // Pairs are joined by hand: in an object, names such as "10" and "9" would change places, "__proto__" vanish.
  const pairs = placed.map(({ name, shape, data, begin, end }) => {
    const dtype = data instanceof Float64Array ? "F64" : "F32";
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`;
  });
  const texts = [...metadata].map(([key, text]) => `${JSON.stringify(key)}:${JSON.stringify(text)}`);
  if (texts.length > 0) pairs.unshift(`"__metadata__":{${texts.join(",")}}`);
  const header = new TextEncoder().encode(`{${pairs.join(",")}}`);
  const padded = new Uint8Array(Math.ceil(header.length / 8) * 8).fill(0x20);
  padded.set(header);
  return padded;
}
