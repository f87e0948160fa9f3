import { badFile, show } from "../fail.ts";
import type { Column, RowGroup } from "./footer.ts";
import type { Leaf } from "./leaf.ts";
import type { ParquetFile } from "./open.ts";

/** A column's part of one row group: where it lies in the file, and which of its rows are asked for. */
export interface ColumnChunk {
  readonly start: number;
  readonly end: number;
  readonly codec: string;
  readonly encodings: readonly number[];
  /** The number in the file of the chunk's first row. */
  readonly firstRow: number;
  /** Rows asked for, counted from the chunk's first. */
  readonly from: number;
  readonly to: number;
}

/** The chunks of a column that hold rows `first` to `end` of the file (`end` excluded), in order. */
export function columnChunks(file: ParquetFile, leaf: Leaf, first: number, end: number): ColumnChunk[] {
  const chunks: ColumnChunk[] = [];
  let firstRow = 0;
  for (const group of file.footer.groups) {
    const [from, to] = [Math.max(0, first - firstRow), Math.min(group.rows, end - firstRow)];
    if (from < to) chunks.push({ ...place(file, leaf, group), firstRow, from, to });
    firstRow += group.rows;
  }
  return chunks;
}

function place({ source }: ParquetFile, leaf: Leaf, { columns }: RowGroup) {
  const column: Column =
    columns.find(({ path }) => path === leaf.path) ??
    badFile(`a parquet row group lacks the column ${show(leaf.path)}`);
  if (column.isElsewhere) badFile("a parquet file refers to another file");
  const { start, packedSize, codec, encodings } = column;
  const end = start + packedSize;
  if (!(start >= 4 && end <= source.size)) {
    badFile(`the parquet column ${show(leaf.path)} lies outside the file: truncated?`);
  }
  return { start, end, codec, encodings };
}
