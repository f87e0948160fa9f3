import { reading } from "../../errors.ts";
import { badOption, show } from "../fail.ts";
import { isFloatArray } from "../finite.ts";
import { isRecord } from "../is-record.ts";
import { shapeText, type Tensor } from "../tensor.ts";

/** What writeSafetensors gives, at once. */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array<ArrayBuffer> {
  reading("tensors or metadata", "bad-option", () => {
    checkMap(tensors, "tensors");
    checkMap(metadata, "metadata");
    for (const [name, tensor] of tensors) checkTensor(name, tensor);
  });
  for (const [key, text] of metadata) {
    if (typeof text !== "string") badOption(`metadata ${show(key)} is ${show(text)}; expected a text`);
  }
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
    const begin = end;
    end += data.byteLength;
    return { name, shape, data, begin, end };
  });
}

function checkMap(value: unknown, name: string): void {
  if (!(value instanceof Map)) badOption(`${name} is ${show(value)}; expected a Map`);
  const key: unknown = [...value.keys()].find((candidate) => typeof candidate !== "string");
  if (key !== undefined) badOption(`${name} has the key ${show(key)}; expected a text`);
}

function checkTensor(name: string, tensor: Tensor): void {
  const problem = problemOf(name, tensor);
  if (problem !== null) badOption(`cannot write tensor ${show(name)}: ${problem}`);
}

function problemOf(name: string, tensor: Tensor): string | null {
  if (name === "__metadata__") return "that name is the format's own";
  if (!isRecord(tensor)) return `it is ${show(tensor)}; expected { shape, data }`;
  const { shape, data } = tensor;
  if (!isFloatArray(data)) return `its data is ${show(data)}; expected a Float32Array or Float64Array`;
  if (!isShape(shape)) return `its shape is ${show(shape)}; expected a list of sizes`;
  const size = shape.reduce((product, n) => product * n, 1);
  return size === data.length ? null : `shape ${shapeText(shape)} does not hold ${data.length} numbers`;
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && Array.from(value).every((n) => Number.isSafeInteger(n) && n >= 0);
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
