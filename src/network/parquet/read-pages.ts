import { badFile } from "../fail.ts";
import type { ByteSource } from "./byte-source.ts";
import type { ColumnChunk } from "./column-chunk.ts";
import { type PageHeader, readPageHeader } from "./page-header.ts";

/** A page as stored: what its header says, and what is behind it. */
export interface Page extends PageHeader {
  readonly bytes: Uint8Array;
}

/** Headers take tens of bytes; a text column's smallest and largest may make them much longer. */
const USUAL_HEADER = 2 ** 9;
const LONGEST_HEADER = 2 ** 16;

/** The pages of a column chunk, one after another: DuckDB makes one chunk of a whole file. */
export async function* readPages(
  { read }: ByteSource,
  { start, end }: ColumnChunk,
): AsyncGenerator<Page, void> {
  for (let offset = start; offset < end; ) {
    const header = await readHeader(read, offset, end);
    const { headerSize, packedSize } = header;
    const first = offset + headerSize;
    offset = first + packedSize;
    if (offset > end) badFile(`a parquet page claims ${packedSize} bytes, more than its column holds`);
    yield { ...header, bytes: await read(first, offset) };
  }
}

/** Looks at few bytes first: a chunk may be made of pages that are smaller than the longest header. */
async function readHeader(read: ByteSource["read"], start: number, end: number): Promise<PageHeader> {
  if (end - start > USUAL_HEADER) {
    const bytes = await read(start, start + USUAL_HEADER);
    try {
      return readPageHeader(bytes);
    } catch {
      // It is longer, or corrupt: the second look tells.
    }
  }
  return readPageHeader(await read(start, Math.min(end, start + LONGEST_HEADER)));
}
