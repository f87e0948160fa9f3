import { badFile } from "../fail.ts";
import type { ByteSource } from "./byte-source.ts";
import type { ColumnChunk } from "./column-chunk.ts";
import { type PageHeader, readPageHeader } from "./page-header.ts";

/** A page as stored: what its header says, and what is behind it. */
export interface Page extends PageHeader {
  readonly bytes: Uint8Array;
}

/** Headers take tens of bytes, and little more with a text column's smallest and largest. */
const LONGEST_HEADER = 2 ** 16;

/** The pages of a column chunk, one after another: DuckDB makes one chunk of a whole file. */
export async function* readPages(
  { read }: ByteSource,
  { start, end }: ColumnChunk,
): AsyncGenerator<Page, void> {
  for (let offset = start; offset < end; ) {
    const header = readPageHeader(await read(offset, Math.min(end, offset + LONGEST_HEADER)));
    const { headerSize, packedSize } = header;
    const first = offset + headerSize;
    offset = first + packedSize;
    if (offset > end) badFile(`a parquet page claims ${packedSize} bytes, more than its column holds`);
    yield { ...header, bytes: await read(first, offset) };
  }
}
