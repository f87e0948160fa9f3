import { badFile } from "../fail.ts";
import { unpackerFor } from "./codec.ts";
import { columnChunks } from "./column-chunk.ts";
import type { Leaf } from "./leaf.ts";
import type { ParquetFile } from "./open.ts";
import { readPages } from "./read-pages.ts";
import { RowRoom } from "./row-room.ts";
import { type Row, scanRows } from "./row-scan.ts";

/**
 * Reads rows `first` to `end` (excluded) of one column, one after another. A page and a row are in memory at a
 * time, and what they take is claimed before.
 *
 * @throws KpropError `bad-file`: corrupt, or a value of a row is missing
 */
export async function* readRows(
  file: ParquetFile,
  leaf: Leaf,
  first: number,
  end: number,
): AsyncGenerator<Row, void> {
  for (const chunk of columnChunks(file, leaf, first, end)) {
    const unpack = await unpackerFor(chunk.codec);
    const room = new RowRoom(file.source.size, leaf);
    yield* scanRows(readPages(file.source, chunk), chunk, leaf, unpack, room);
  }
}

/** One row; see `readRows`. */
export async function readRow(file: ParquetFile, leaf: Leaf, row: number): Promise<Row> {
  const { done, value } = await readRows(file, leaf, row, row + 1).next();
  return done ? badFile(`the parquet file has no row ${row}`) : value;
}

/**
 * Whether the row's column chunk uses no encodings but those that are decoded here (and BIT_PACKED, which
 * some writers name for levels that a column does not have).
 */
export function hasKnownEncodings(file: ParquetFile, leaf: Leaf, row: number): boolean {
  // parquet.thrift, enum Encoding: PLAIN, PLAIN_DICTIONARY, RLE, BIT_PACKED, RLE_DICTIONARY.
  const known = [0, 2, 3, 4, 8];
  return columnChunks(file, leaf, row, row + 1).every(({ encodings }) =>
    encodings.every((encoding) => known.includes(encoding)),
  );
}
