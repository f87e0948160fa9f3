import type { FileMetaData } from "hyparquet/src/index.js";
import { KpropError } from "../../errors.ts";
import { badFile } from "../fail.ts";
import { findLeaf, type Leaf } from "./leaf.ts";
import { ThriftReader } from "./thrift.ts";

/** A parquet file whose footer has been read and checked. */
export interface ParquetFile {
  readonly bytes: Uint8Array;
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
export async function openParquet(bytes: Uint8Array): Promise<ParquetFile> {
  const footer = findFooter(bytes);
  const { parquetMetadata, parquetSchema } = await import("hyparquet/src/index.js");
  try {
    const metadata = parquetMetadata(footer, { geoparquet: false });
    const tree = parquetSchema(metadata);
    return { bytes, metadata, rows: countRows(metadata), leaf: (column) => findLeaf(tree, column) };
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
function findFooter(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const magicAt = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4)) === MAGIC;
  if (bytes.length < 12 || !magicAt(0) || !magicAt(bytes.length - 4)) {
    badFile(`a parquet file begins and ends with ${MAGIC}, this one does not: truncated?`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true);
  if (length > bytes.length - 12) badFile(`the parquet footer claims ${length} bytes of ${bytes.length}`);
  const start = bytes.length - 8 - length;
  new ThriftReader(bytes.subarray(0, bytes.length - 8), start).struct();
  return new Uint8Array(bytes.subarray(start));
}

function countRows({ num_rows: rows, row_groups: groups }: FileMetaData): number {
  const counted = groups.reduce((sum, group) => sum + group.num_rows, 0n);
  if (counted !== rows || groups.some((group) => group.num_rows < 0n)) {
    badFile(`the parquet footer counts ${rows} rows, its row groups ${counted}`);
  }
  return Number(rows);
}
