import { badFile } from "../fail.ts";
import type { Leaf } from "./leaf.ts";
import type { ParquetFile } from "./open.ts";

/** A column's part of one row group: where it lies in the file, and which of its rows are asked for. */
export interface ColumnChunk {
  readonly start: number;
  readonly end: number;
  readonly codec: string;
  readonly encodings: readonly string[];
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
  for (const group of file.metadata.row_groups) {
    const rows = Number(group.num_rows);
    const [from, to] = [Math.max(0, first - firstRow), Math.min(rows, end - firstRow)];
    if (from < to) chunks.push({ ...place(file, leaf, group), firstRow, from, to });
    firstRow += rows;
  }
  return chunks;
}

function place(
  { source }: ParquetFile,
  leaf: Leaf,
  { columns }: ParquetFile["metadata"]["row_groups"][number],
) {
  const column = columns.find(({ meta_data: meta }) => meta?.path_in_schema.join(".") === leaf.path);
  const meta = column?.meta_data ?? badFile(`a parquet row group lacks the column ${leaf.path}`);
  if (column?.file_path) badFile("a parquet file refers to another file");
  const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const end = start + Number(meta.total_compressed_size);
  if (!(start >= 4 && start <= end && end <= source.size)) {
    badFile(`the parquet column ${leaf.path} lies outside the file: truncated?`);
  }
  return { start, end, codec: meta.codec, encodings: meta.encodings };
}
