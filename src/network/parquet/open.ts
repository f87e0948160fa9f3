import type { FileMetaData } from "hyparquet/src/index.js";
import { KpropError } from "../../errors.ts";
import { badFile } from "../fail.ts";
import type { ByteSource } from "./byte-source.ts";
import { findLeaf, type Leaf } from "./leaf.ts";
import { ThriftReader } from "./thrift.ts";

/** A parquet file whose footer has been read and checked. */
export interface ParquetFile {
  readonly source: ByteSource;
  readonly metadata: FileMetaData;
  readonly rows: number;
  /** The single leaf below a top-level column; null: no such column. */
  readonly leaf: (column: string) => Leaf | null;
}

const MAGIC = "PAR1";

/**
 * Reads the footer. hyparquet parses it; the lengths in it are checked before, so that none of them makes
 * hyparquet allocate more than the file's own size.
 *
 * @throws KpropError `bad-file`
 */
export async function openParquet(source: ByteSource): Promise<ParquetFile> {
  const footer = await findFooter(source);
  const { parquetMetadata, parquetSchema } = await import("hyparquet/src/index.js");
  try {
    const metadata = parquetMetadata(footer, { geoparquet: false });
    const tree = parquetSchema(metadata);
    return { source, metadata, rows: countRows(metadata), leaf: (column) => findLeaf(tree, column) };
  } catch (cause) {
    if (cause instanceof KpropError) throw cause;
    return badFile(`the parquet footer is corrupt${reason(cause)}`, cause);
  }
}

/** What hyparquet says of a footer; nothing where it tripped over one (a TypeError tells of its code alone). */
function reason(cause: unknown): string {
  const { name, message } = cause as Error;
  return name === "Error" ? `: ${message}` : "";
}

/** The footer alone: Thrift struct, its length in 4 bytes, magic. */
async function findFooter({ size, read }: ByteSource): Promise<Uint8Array<ArrayBuffer>> {
  const ends = size < 12 ? [] : [await read(0, 4), await read(size - 4, size)];
  if (ends.length === 0 || ends.some((bytes) => String.fromCharCode(...bytes) !== MAGIC)) {
    badFile(`a parquet file begins and ends with ${MAGIC}, this one does not: truncated?`);
  }
  const stated = await read(size - 8, size - 4);
  const length = new DataView(stated.buffer, stated.byteOffset).getUint32(0, true);
  if (length > size - 12) badFile(`the parquet footer claims ${length} bytes of ${size}`);
  const footer = new Uint8Array(await read(size - 8 - length, size));
  new ThriftReader(footer.subarray(0, length), 0).struct();
  return footer;
}

function countRows({ num_rows: rows, row_groups: groups }: FileMetaData): number {
  const counted = groups.reduce((sum, group) => sum + group.num_rows, 0n);
  if (counted !== rows || groups.some((group) => group.num_rows < 0n)) {
    badFile(`the parquet footer counts ${rows} rows, its row groups ${counted}`);
  }
  return Number(rows);
}
