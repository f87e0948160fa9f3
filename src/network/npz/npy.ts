import { badFile, show } from "../fail.ts";
import { decodeUtf8 } from "../strict-json.ts";

/** One array of an .npy file (versions 1 to 3), its data still bytes. */
export interface Npy {
  /** NumPy's type string: byte order, kind, size; for example `<f8`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Takes an .npy file apart (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): magic,
 * version, header length (2 bytes; 4 from version 2 on), a Python dict literal, data.
 *
 * @param what names the array in messages
 * @throws KpropError `bad-file`
 */
export function parseNpy(bytes: Uint8Array, what: string): Npy {
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte)) badFile(`${what} is no .npy array`);
  const version = bytes[6]!;
  if (version < 1 || version > 3) badFile(`${what} has .npy version ${version}; expected 1, 2 or 3`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  const end = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length) badFile(`${what}: the .npy header goes beyond the entry: truncated?`);
  const header = parseDict(decodeUtf8(bytes.subarray(start, end), `${what}: the .npy header`), what);
  return { ...header, data: bytes.subarray(end) };
}

type DictHeader = Omit<Npy, "data">;

/** The Python dict literal: exactly the keys descr, fortran_order and shape, in any order. */
function parseDict(text: string, what: string): DictHeader {
  const body = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1] ?? badFile(`${what}: the .npy header is no dict`);
  const values = new Map<string, string>();
  const item = /\s*'(\w+)'\s*:\s*('[^']*'|True|False|\([\d\s,]*\)|\[.*\])\s*(?:,|$)\s*/sy;
  while (item.lastIndex < body.length) {
    const match = item.exec(body) ?? badFile(`${what}: cannot read the .npy header ${show(text.trim())}`);
    if (values.has(match[1]!)) badFile(`${what}: the .npy header has ${match[1]} twice`);
    values.set(match[1]!, match[2]!);
  }
  const [descr, order, shape] = ["descr", "fortran_order", "shape"].map(
    (key) => values.get(key) ?? badFile(`${what}: the .npy header has no ${key}`),
  ) as [string, string, string];
  if (values.size !== 3) badFile(`${what}: the .npy header has unknown keys`);
  if (!descr.startsWith("'")) badFile(`${what} has the dtype ${show(descr)}; expected <f8, <f4 or <f2`);
  if (order !== "True" && order !== "False") badFile(`${what}: fortran_order is ${order}`);
  return { descr: descr.slice(1, -1), fortranOrder: order === "True", shape: parseShape(shape, what) };
}

/** A Python tuple of sizes: `()`, `(3,)`, `(3, 4)`. */
function parseShape(text: string, what: string): number[] {
  if (!/^\(\s*(\d+\s*,\s*)*(\d+)?\s*\)$/.test(text) || /^\(\s*\d+\s*\)$/.test(text)) {
    badFile(`${what}: the shape ${show(text)} is no tuple of sizes`);
  }
  const shape = (text.match(/\d+/g) ?? []).map(Number);
  if (!shape.every(Number.isSafeInteger)) badFile(`${what}: the shape ${show(text)} is out of range`);
  return shape;
}
