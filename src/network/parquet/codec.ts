import { badFile, show } from "../fail.ts";
import { gunzip } from "../unpack/gunzip.ts";
import { unlz4, unlz4Hadoop } from "../unpack/lz4.ts";
import { unsnappy } from "../unpack/snappy.ts";

/** Unpacks a page to exactly `size` bytes, for which there is room. */
export type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

/** Fills the target, and not a byte more. */
type Fill = (packed: Uint8Array, target: Uint8Array) => void;

/** The decompressor of a codec. Every one fills an array of the size that the page header declares, or says why not. */
export async function unpackerFor(codec: string): Promise<Unpack> {
  const fill = await find(codec);
  return (packed, size) => {
    if (fill === null) return packed.length === size ? packed : mismatch(packed.length, size);
    const unpacked = new Uint8Array(size);
    try {
      fill(packed, unpacked);
    } catch (cause) {
      badFile(`a parquet page (${codec}) is corrupt: ${(cause as Error).message}`, cause);
    }
    return unpacked;
  };
}

function mismatch(length: number, size: number): never {
  return badFile(`an unpacked parquet page has ${length} bytes, its header declares ${size}`);
}

/** null: pages are stored as they are. */
async function find(codec: string): Promise<Fill | null> {
  switch (codec) {
    case "UNCOMPRESSED":
      return null;
    case "SNAPPY":
      return unsnappy;
    case "GZIP":
      return gunzip;
    case "ZSTD":
      return (await import("../unpack/zstd/unzstd.ts")).unzstd;
    case "BROTLI":
      return (await import("../unpack/brotli/unbrotli.ts")).unbrotli;
    case "LZ4":
      return unlz4Hadoop;
    case "LZ4_RAW":
      return unlz4;
    default:
      return badFile(`parquet codec ${show(codec)} is not supported`);
  }
}
