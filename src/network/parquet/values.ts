import { badFile } from "../fail.ts";
import type { FloatArray } from "../network.ts";
import { decodeUtf8 } from "../strict-json.ts";
import { decodeHybrid, WIDEST } from "./hybrid.ts";

/** A column's values: numbers, or text. */
export type Values = FloatArray | readonly string[];

/** parquet.thrift, enum Encoding. */
const PLAIN = 0;
const PLAIN_DICTIONARY = 2;
const RLE_DICTIONARY = 8;

/** Decodes the first `count` values of a page. `dictionary` is the column chunk's; null: it has none. */
export function decodeValues(
  bytes: Uint8Array,
  count: number,
  type: string,
  encoding: number,
  dictionary: Values | null,
): Values {
  if (encoding === PLAIN) return plain(bytes, count, type);
  if (encoding !== PLAIN_DICTIONARY && encoding !== RLE_DICTIONARY) {
    badFile(`a parquet page has the encoding ${encoding}; expected plain or dictionary`);
  }
  if (!dictionary) return badFile("a parquet page refers to a dictionary that is not there");
  return lookUp(bytes, count, dictionary);
}

function plain(bytes: Uint8Array, count: number, type: string): Values {
  if (type === "BYTE_ARRAY") return plainText(bytes, count);
  const size = count * width(type);
  if (size > bytes.length) badFile(`a parquet page claims ${count} values in ${bytes.length} bytes`);
  const { buffer } = new Uint8Array(bytes.subarray(0, size));
  return type === "FLOAT" ? new Float32Array(buffer) : new Float64Array(buffer);
}

function width(type: string): number {
  if (type === "FLOAT") return 4;
  return type === "DOUBLE" ? 8 : badFile(`a parquet column has type ${type}; expected FLOAT or DOUBLE`);
}

/** Each text is its length in 4 bytes, then UTF-8. */
function plainText(bytes: Uint8Array, count: number): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: string[] = [];
  for (let at = 0; texts.length < count; ) {
    const end = at + 4 <= bytes.length ? at + 4 + view.getUint32(at, true) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) badFile("a parquet page ends within a text");
    texts.push(decodeUtf8(bytes.subarray(at + 4, end), "a parquet text"));
    at = end;
  }
  return texts;
}

/** One byte of width, then indexes into the dictionary. */
function lookUp(bytes: Uint8Array, count: number, dictionary: Values): Values {
  const indexes = new Uint32Array(count);
  const bits = bytes[0] ?? 0;
  if (bits > WIDEST) badFile(`a parquet page has indexes of ${bits} bits`);
  if (bits > 0) decodeHybrid(bytes.subarray(1), bits, indexes);
  const wrong = indexes.find((index) => index >= dictionary.length);
  if (wrong !== undefined) badFile(`a parquet page refers to entry ${wrong} of ${dictionary.length}`);
  if (Array.isArray(dictionary)) return Array.from(indexes, (index) => dictionary[index] as string);
  const numbers = dictionary as FloatArray;
  const values = numbers instanceof Float32Array ? new Float32Array(count) : new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = numbers[indexes[i]!]!;
  return values;
}
