import { badFile, show } from "../fail.ts";

/** Unpacks a page to exactly `size` bytes. */
export type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

/**
 * The decompressor of a codec. hyparquet's own for snappy; hyparquet-compressors is loaded for the others.
 * All of them write into a buffer of the size that the page header declares.
 */
export async function unpackerFor(codec: string): Promise<Unpack> {
  const unpack = await find(codec);
  return (packed, size) => {
    try {
      const unpacked = unpack(packed, size);
      if (unpacked.length === size) return unpacked;
    } catch (cause) {
      badFile(`a parquet page (${codec}) is corrupt: ${(cause as Error).message}`, cause);
    }
    return badFile(`a parquet page (${codec}) does not unpack to the ${size} bytes that its header declares`);
  };
}

async function find(codec: string): Promise<Unpack> {
  if (codec === "UNCOMPRESSED") return (packed) => packed;
  if (codec === "SNAPPY") {
    const { snappyUncompress } = await import("hyparquet/src/index.js");
    return into(snappyUncompress);
  }
  const library = await import("./compressors.ts");
  switch (codec) {
    case "GZIP":
      return (packed, size) => library.gunzip(packed, new Uint8Array(size));
    case "ZSTD":
      return into(library.decompressZstd);
    case "BROTLI":
      return library.decompressBrotli;
    case "LZ4":
      return library.decompressLz4;
    case "LZ4_RAW":
      return library.decompressLz4Raw;
    default:
      return badFile(`parquet codec ${show(codec)} is not supported`);
  }
}

/** Decompressors that fill a buffer they are given. */
function into(fill: (packed: Uint8Array, unpacked: Uint8Array) => unknown): Unpack {
  return (packed, size) => {
    const unpacked = new Uint8Array(size);
    fill(packed, unpacked);
    return unpacked;
  };
}
