import { badFile, show } from "../fail.ts";
import { decodeUtf8 } from "../strict-json.ts";
import { type DictValue, parseDict } from "./dict.ts";

/** What the header of an .npy file (versions 1 to 3) says of its array. */
export interface NpyHeader {
  /** NumPy's type string: byte order, kind, size; for example `<f8`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the data begin. */
  readonly start: number;
}

/** NumPy itself reads no header of more characters unless it is told to (`max_header_size`). */
const LONGEST_HEADER = 10_000;
/** NumPy's own limit. */
const MOST_DIMENSIONS = 64;

/** As many bytes as a header and what is before it can take. */
export const LONGEST_START = 12 + LONGEST_HEADER;

/**
 * Reads the header of an .npy file (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): magic,
 * version, header length (2 bytes; 4 from version 2 on), a Python dict literal; data follow.
 *
 * @param bytes the file, or its beginning
 * @param what names the array in messages
 * @throws KpropError `bad-file`
 */
export function parseNpyHeader(bytes: Uint8Array, what: string): NpyHeader {
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte)) badFile(`${what} is no .npy array`);
  const version = bytes[6]!;
  if (version < 1 || version > 3) badFile(`${what} has .npy version ${version}; expected 1, 2 or 3`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) {
    badFile(`${what}: the .npy header claims ${length} bytes; NumPy reads ${LONGEST_HEADER} at most`);
  }
  const start = begin + length;
  if (start > bytes.length) badFile(`${what}: the .npy header goes beyond the entry: truncated?`);
  const literal = decodeUtf8(bytes.subarray(begin, start), `${what}: the .npy header`);
  return { ...interpret(parseDict(literal, what), what), start };
}

/** The header's dict: exactly the keys descr, fortran_order and shape, in any order. */
function interpret(items: ReadonlyMap<string, DictValue>, what: string): Omit<NpyHeader, "start"> {
  const [descr, order, shape] = ["descr", "fortran_order", "shape"].map(
    (key) => items.get(key) ?? badFile(`${what}: the .npy header has no ${key}`),
  ) as [DictValue, DictValue, DictValue];
  if (items.size !== 3) badFile(`${what}: the .npy header has unknown keys`);
  if (descr.kind !== "text") badFile(`${what} has the dtype ${show(descr.text)}; expected <f8, <f4 or <f2`);
  if (order.kind !== "word") badFile(`${what}: fortran_order is ${show(order.text)}`);
  return {
    descr: descr.text,
    fortranOrder: order.text === "True",
    shape: shape.kind === "tuple" ? parseShape(shape.text, what) : badShape(shape.text, what),
  };
}

/** The inside of a Python tuple of sizes: nothing, `3,`, `3, 4`; a comma may follow the last. */
function parseShape(text: string, what: string): number[] {
  const parts = text.split(",", MOST_DIMENSIONS + 2).map((part) => part.trim());
  if (parts.length > MOST_DIMENSIONS + 1) badFile(`${what} has more than ${MOST_DIMENSIONS} dimensions`);
  const last = parts.at(-1) === "" ? parts.length - 1 : parts.length;
  const sizes = parts.slice(0, last);
  if (!sizes.every(isDigits) || (sizes.length === 1 && last === parts.length)) badShape(`(${text})`, what);
  if (parts.length === 2 && parts[0] === "") badShape(`(${text})`, what);
  const shape = sizes.map(Number);
  if (!shape.every(Number.isSafeInteger)) badFile(`${what}: the shape ${show(`(${text})`)} is out of range`);
  return shape;
}

function isDigits(text: string): boolean {
  return text !== "" && Array.from(text).every((c) => c >= "0" && c <= "9");
}

function badShape(text: string, what: string): never {
  return badFile(`${what}: the shape ${show(text)} is no tuple of sizes`);
}
