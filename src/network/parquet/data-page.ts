import { badFile } from "../fail.ts";
import type { Unpack } from "./codec.ts";
import { decodeHybrid } from "./hybrid.ts";
import type { Leaf } from "./leaf.ts";
import type { Page } from "./read-pages.ts";

/** parquet.thrift, enum Encoding: the hybrid of run lengths and bit packing. */
const RLE = 3;

/** A data page's levels, one a value (null: all are at the only level there is), and its encoded values. */
export interface Levels {
  readonly repetition: Uint8Array | null;
  readonly definition: Uint8Array | null;
  readonly values: Uint8Array;
}

/** Unpacks a data page. Version 1 packs levels and values together; version 2 keeps the levels plain. */
export function readLevels(page: Page, leaf: Leaf, unpack: Unpack): Levels {
  return page.kind === "data" ? readVersion1(page, leaf, unpack) : readVersion2(page, leaf, unpack);
}

/** Both kinds of levels, if there are any, behind their length in 4 bytes; then the values. */
function readVersion1(page: Page, leaf: Leaf, unpack: Unpack): Levels {
  const unpacked = unpack(page.bytes, page.unpackedSize);
  let offset = 0;
  const section = (encoding: number) => {
    if (encoding !== RLE) badFile(`a parquet page has levels in the encoding ${encoding}; expected RLE`);
    if (offset + 4 > unpacked.length) badFile("a parquet page ends within its levels");
    const start = offset + 4;
    offset = start + new DataView(unpacked.buffer, unpacked.byteOffset).getUint32(offset, true);
    if (offset > unpacked.length) badFile("a parquet page ends within its levels");
    return unpacked.subarray(start, offset);
  };
  const repetition =
    leaf.repetition > 0 ? decodeLevels(section(page.repetitionEncoding), leaf.repetition, page.values) : null;
  const definition =
    leaf.definition > 0 ? decodeLevels(section(page.definitionEncoding), leaf.definition, page.values) : null;
  return { repetition, definition, values: unpacked.subarray(offset) };
}

function readVersion2(page: Page, leaf: Leaf, unpack: Unpack): Levels {
  const { values, bytes, repetitionBytes, definitionBytes, unpackedSize } = page;
  const start = repetitionBytes + definitionBytes;
  if (start > bytes.length || start > unpackedSize) badFile("a parquet page ends within its levels");
  const levels = (from: number, to: number, highest: number) =>
    highest > 0 ? decodeLevels(bytes.subarray(from, to), highest, values) : null;
  const packed = bytes.subarray(start);
  return {
    repetition: levels(0, repetitionBytes, leaf.repetition),
    definition: levels(repetitionBytes, start, leaf.definition),
    values: page.compressed && packed.length > 0 ? unpack(packed, unpackedSize - start) : packed,
  };
}

function decodeLevels(bytes: Uint8Array, highest: number, count: number): Uint8Array {
  const levels = new Uint8Array(count);
  decodeHybrid(bytes, 32 - Math.clz32(highest), levels);
  if (levels.some((level) => level > highest)) badFile(`a parquet page has a level above ${highest}`);
  return levels;
}
