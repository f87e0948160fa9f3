/** What is used of hyparquet-compressors: its snappy compiles WebAssembly as it loads, which not every runtime allows. */
export {
  decompressBrotli,
  decompressLz4,
  decompressLz4Raw,
  decompressZstd,
  gunzip,
} from "hyparquet-compressors";
