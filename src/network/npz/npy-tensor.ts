import { badFile, show } from "../fail.ts";
import { widenF16 } from "../half.ts";
import type { FloatArray } from "../network.ts";
import { shapeText, type Tensor, transposed } from "../tensor.ts";
import { adviceOnType } from "../tensors/unread.ts";
import type { Npy } from "./npy.ts";

const DTYPES: ReadonlyMap<string, { size: number; decode: (bytes: Uint8Array) => FloatArray }> = new Map([
  ["<f8", { size: 8, decode: (bytes: Uint8Array) => new Float64Array(new Uint8Array(bytes).buffer) }],
  ["<f4", { size: 4, decode: (bytes: Uint8Array) => new Float32Array(new Uint8Array(bytes).buffer) }],
  ["<f2", { size: 2, decode: widenF16 }],
]);

/** The numbers of an array, in row-major order; f2 widens to f32. */
export function npyTensor({ descr, fortranOrder, shape, data }: Npy, what: string): Tensor {
  const dtype = DTYPES.get(descr) ?? refuse(descr, what);
  checkSize(shape, dtype.size, data.length, what);
  const numbers = dtype.decode(data);
  if (!fortranOrder || shape.length < 2) return { shape, data: numbers };
  if (shape.length > 2) badFile(`${what} ${shapeText(shape)} has ${shape.length} dimensions; a weight has 2`);
  // Column-major [rows, columns] is row-major [columns, rows].
  const [rows, columns] = shape as [number, number];
  return { shape, data: transposed(numbers, columns, rows) };
}

/** The strings of a unicode array (`<U5`: five UTF-32 code points a string, padded with zeros). */
export function npyStrings({ descr, shape, data }: Npy, what: string): string[] {
  const length = Number(
    /^<U(\d{1,9})$/.exec(descr)?.[1] ?? badFile(`${what} has dtype ${descr}; expected text`),
  );
  checkSize(shape, 4 * length, data.length, what);
  const count = shape.reduce((product, n) => product * n, 1);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: length === 0 ? 0 : count }, (_, i) => {
    const points = Array.from({ length }, (_, j) => view.getUint32(4 * (i * length + j), true));
    if (points.some((point) => point > 0x10ffff)) badFile(`${what} is not valid UTF-32`);
    return points
      .map((point) => String.fromCodePoint(point))
      .join("")
      .replace(/\0+$/, "");
  });
}

function checkSize(shape: readonly number[], itemSize: number, found: number, what: string): void {
  const size = shape.reduce((product, n) => product * n, itemSize);
  if (size !== found)
    badFile(`${what}: shape ${shapeText(shape)} takes ${size} bytes, the entry holds ${found}`);
}

function refuse(descr: string, what: string): never {
  if (descr.startsWith(">")) {
    return badFile(`${what} is big-endian (${descr}); save it with .astype("<f${descr.slice(2)}")`);
  }
  if (descr.includes("O"))
    return badFile(
      `${what} holds Python objects, which are not read; save each array by a name of its own, as by numpy.savez("net.npz", **{f"W{i}": w for i, w in enumerate(LIST)})`,
    );
  return badFile(`${what} has the dtype ${show(descr)}; expected <f8, <f4 or <f2: ${adviceOnType(what)}`);
}
