import { badFile } from "../fail.ts";
import type { ByteSource } from "./byte-source.ts";
import { type Footer, readFooter } from "./footer.ts";
import { findLeaf, type Leaf } from "./leaf.ts";
import { ThriftReader } from "./thrift.ts";

/** A parquet file whose footer has been read and checked. */
export interface ParquetFile {
  readonly source: ByteSource;
  readonly footer: Footer;
  readonly rows: number;
  /** The single leaf below a top-level column; null: no such column. */
  readonly leaf: (column: string) => Leaf | null;
}

const MAGIC = "PAR1";

/**
 * Reads the footer.
 *
 * @throws KpropError `bad-file`
 */
export async function openParquet(source: ByteSource): Promise<ParquetFile> {
  const footer = readFooter(new ThriftReader(await findFooter(source), 0).struct());
  return { source, footer, rows: countRows(footer), leaf: (column) => findLeaf(footer.schema, column) };
}

/** The footer alone, a Thrift struct; its length in 4 bytes and the magic follow. */
async function findFooter({ size, read }: ByteSource): Promise<Uint8Array> {
  const ends = size < 12 ? [] : [await read(0, 4), await read(size - 4, size)];
  if (ends.length === 0 || ends.some((bytes) => String.fromCharCode(...bytes) !== MAGIC)) {
    badFile(`a parquet file begins and ends with ${MAGIC}, this one does not: truncated?`);
  }
  const stated = await read(size - 8, size - 4);
  const length = new DataView(stated.buffer, stated.byteOffset).getUint32(0, true);
  if (length > size - 12) badFile(`the parquet footer claims ${length} bytes of ${size}`);
  return read(size - 8 - length, size - 8);
}

function countRows({ rows, groups }: Footer): number {
  const counted = groups.reduce((sum, group) => sum + group.rows, 0);
  if (counted !== rows) badFile(`the parquet footer counts ${rows} rows, its row groups ${counted}`);
  return rows;
}
