import { badFile } from "../fail.ts";
import { unpackerFor } from "./codec.ts";
import { type Levels, readLevels } from "./data-page.ts";
import type { Leaf } from "./leaf.ts";
import type { ParquetFile } from "./open.ts";
import { type Page, readPage } from "./page-header.ts";
import { decodeValues, type Values } from "./values.ts";

/** A row of a column: its values in order, and after how many levels of lists each begins a new one. */
export interface Row {
  /** 0 for the row's first value, 1 where an outermost list continues, and so on; all 0 for a plain column. */
  readonly repetition: readonly number[];
  readonly values: readonly (number | string)[];
}

/**
 * Reads one row of one column. hyparquet would decode the whole column chunk into nested arrays (a row
 * group of WhestBench holds hundreds of networks) and trusts the run lengths it meets; here pages before
 * the row are unpacked but not decoded, pages after it not touched, and every length is checked.
 *
 * @throws KpropError `bad-file`: corrupt, or a value of the row is missing
 */
export async function readRow(file: ParquetFile, leaf: Leaf, row: number): Promise<Row> {
  const { chunk, codec, rowInChunk: wanted } = findChunk(file, leaf, row);
  const unpack = await unpackerFor(codec);
  const search: Search = { leaf, wanted, begun: 0, dictionary: null, repetition: [], values: [] };
  for (let offset = 0; offset < chunk.length && search.begun <= wanted + 1; ) {
    const page = readPage(chunk, offset);
    offset = page.end;
    if (page.kind === "dictionary") {
      const unpacked = unpack(page.bytes, page.unpackedSize);
      search.dictionary = decodeValues(unpacked, page.values, leaf.type, 0, null);
    } else if (page.kind !== "other") {
      takeRow(search, page, readLevels(page, leaf, unpack));
    }
  }
  if (search.values.length === 0) badFile(`the parquet column ${leaf.path} ends before row ${row}`);
  return search;
}

interface Search {
  readonly leaf: Leaf;
  /** The row that is looked for, counted from the start of the column chunk. */
  readonly wanted: number;
  /** How many rows have begun so far. */
  begun: number;
  dictionary: Values | null;
  readonly repetition: number[];
  readonly values: (number | string)[];
}

interface Chunk {
  readonly chunk: Uint8Array;
  readonly codec: string;
  readonly encodings: readonly string[];
  readonly rowInChunk: number;
}

/**
 * Whether the row's column chunk uses no encodings but those that are decoded here (and BIT_PACKED, which
 * some writers name for levels that a column does not have).
 */
export function hasKnownEncodings(file: ParquetFile, leaf: Leaf, row: number): boolean {
  const known = ["PLAIN", "RLE", "PLAIN_DICTIONARY", "RLE_DICTIONARY", "BIT_PACKED"];
  return findChunk(file, leaf, row).encodings.every((encoding) => known.includes(encoding));
}

/** The bytes of the column in the row group that holds the row. */
function findChunk({ bytes, metadata }: ParquetFile, leaf: Leaf, row: number): Chunk {
  let first = 0;
  for (const group of metadata.row_groups) {
    const rowInChunk = row - first;
    first += Number(group.num_rows);
    if (row >= first) continue;
    const column = group.columns.find(({ meta_data: meta }) => meta?.path_in_schema.join(".") === leaf.path);
    const meta = column?.meta_data ?? badFile(`a parquet row group lacks the column ${leaf.path}`);
    if (column?.file_path) badFile("a parquet file refers to another file");
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const end = start + Number(meta.total_compressed_size);
    if (!(start >= 4 && start <= end && end <= bytes.length)) {
      badFile(`the parquet column ${leaf.path} lies outside the file: truncated?`);
    }
    return { chunk: bytes.subarray(start, end), codec: meta.codec, encodings: meta.encodings, rowInChunk };
  }
  return badFile(`the parquet file has no row ${row}`);
}

/** Adds what the page holds of the wanted row; stops where the next row begins. */
function takeRow(search: Search, page: Page, { repetition, definition, values }: Levels): void {
  const { leaf, wanted, dictionary } = search;
  const isThere = (i: number) => definition === null || definition[i] === leaf.definition;
  let valuesBefore = 0;
  let decoded: Values | null = null;
  for (let i = 0; i < page.values; i++) {
    const level = repetition === null ? 0 : repetition[i]!;
    if (level === 0) search.begun++;
    if (search.begun > wanted + 1) return;
    if (search.begun === wanted + 1) {
      if (!isThere(i)) badFile(`row ${wanted} of the parquet column ${leaf.path} lacks a value`);
      decoded ??= decodeValues(
        values,
        countThere(page.values, isThere),
        leaf.type,
        page.encoding,
        dictionary,
      );
      search.repetition.push(level);
      search.values.push(decoded[valuesBefore]!);
    }
    if (isThere(i)) valuesBefore++;
  }
}

function countThere(length: number, isThere: (i: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < length; i++) if (isThere(i)) count++;
  return count;
}
