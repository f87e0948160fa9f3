import { badFile, show } from "../fail.ts";
import { widenF16 } from "../half.ts";
import type { FloatArray } from "../network.ts";
import { shapeText, type Tensor, transposed } from "../tensor.ts";
import { adviceOnType } from "../tensors/unread.ts";
import type { NpyHeader } from "./npy.ts";

interface Dtype {
  readonly size: number;
  /** The numbers that bytes stand for, which lie at a multiple of `size`: the same memory, but for f2. */
  readonly decode: (bytes: Uint8Array) => FloatArray;
}

const DTYPES: ReadonlyMap<string, Dtype> = new Map<string, Dtype>([
  ["<f8", { size: 8, decode: (b) => new Float64Array(b.buffer, b.byteOffset, b.length / 8) }],
  ["<f4", { size: 4, decode: (b) => new Float32Array(b.buffer, b.byteOffset, b.length / 4) }],
  ["<f2", { size: 2, decode: widenF16 }],
]);

/**
 * Bytes that an array's data take by its dtype and shape.
 *
 * @throws KpropError `bad-file`: a dtype that is not read, or more than two dimensions in Fortran order
 */
export function npySize({ descr, shape, fortranOrder }: NpyHeader, what: string): number {
  const { size } = DTYPES.get(descr) ?? refuse(descr, what);
  if (fortranOrder && shape.length > 2) {
    badFile(`${what} ${shapeText(shape)} has ${shape.length} dimensions; a weight has 2`);
  }
  return product(shape, size);
}

/**
 * The numbers of an array, in row-major order; f2 widens to f32.
 *
 * @param bytes the file's, header and all
 * @param own whether nobody else has them, so that the numbers may stay where they are
 */
export function npyTensor(header: NpyHeader, bytes: Uint8Array, what: string, own = false): Tensor {
  const { descr, fortranOrder, shape, start } = header;
  checkSize(shape, npySize(header, what), bytes.length - start, what);
  const { size, decode } = DTYPES.get(descr)!;
  const stored = bytes.subarray(start);
  // Node's Buffer.slice would not copy.
  const data = decode(own && stored.byteOffset % size === 0 ? stored : new Uint8Array(stored));
  if (!fortranOrder || shape.length < 2) return { shape, data };
  // Column-major [rows, columns] is row-major [columns, rows].
  const [rows, columns] = shape as [number, number];
  return { shape, data: transposed(data, columns, rows) };
}

/** Code points of each string of a unicode array: `<U5` is five of UTF-32; null: no such array. */
export function npyTextLength({ descr }: NpyHeader): number | null {
  const length = descr.startsWith("<U") ? Number(descr.slice(2)) : Number.NaN;
  return Number.isSafeInteger(length) && length >= 0 ? length : null;
}

/** The strings of a unicode array, which are padded with zeros. */
export function npyStrings(header: NpyHeader, bytes: Uint8Array, what: string): string[] {
  const { descr, shape, start } = header;
  const length = npyTextLength(header) ?? badFile(`${what} has dtype ${show(descr)}; expected text`);
  checkSize(shape, product(shape, 4 * length), bytes.length - start, what);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  return Array.from({ length: length === 0 ? 0 : product(shape, 1) }, (_, i) =>
    readText(view, 4 * i * length, length, what),
  );
}

function readText(view: DataView, start: number, length: number, what: string): string {
  let end = start + 4 * length;
  while (end > start && view.getUint32(end - 4, true) === 0) end -= 4;
  let text = "";
  for (let at = start; at < end; at += 4) {
    const point = view.getUint32(at, true);
    if (point > 0x10ffff) badFile(`${what} is not valid UTF-32`);
    text += String.fromCodePoint(point);
  }
  return text;
}

export function product(shape: readonly number[], size: number): number {
  return shape.reduce((total, n) => total * n, size);
}

/** That an array takes as many bytes as there are. */
export function checkSize(shape: readonly number[], size: number, found: number, what: string): void {
  if (size !== found)
    badFile(`${what}: shape ${shapeText(shape)} takes ${size} bytes, the entry holds ${found}`);
}

function refuse(descr: string, what: string): never {
  if (descr.startsWith(">")) {
    return badFile(
      `${what} is big-endian (${descr.slice(0, 8)}); save it with .astype("<f${descr.slice(2, 4)}")`,
    );
  }
  if (descr.includes("O"))
    return badFile(
      `${what} holds Python objects, which are not read; save each array by a name of its own, as by numpy.savez("net.npz", **{f"W{i}": w for i, w in enumerate(LIST)})`,
    );
  return badFile(`${what} has the dtype ${show(descr)}; expected <f8, <f4 or <f2: ${adviceOnType(what)}`);
}
