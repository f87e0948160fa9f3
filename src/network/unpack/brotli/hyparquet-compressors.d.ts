/** Tables of RFC 7932's appendices, which hyparquet-compressors holds in files of their own. */
declare module "hyparquet-compressors/src/brotli.context.js" {
  /** By a context mode's two offsets and the last two bytes. */
  export const lookup: Uint8Array;
  export const lookupOffsets: Uint16Array;
}

declare module "hyparquet-compressors/src/brotli.transform.js" {
  export const kNumTransforms: number;
  /** Writes a word of the static dictionary, transformed, to `target` from `at` on; gives its length. */
  export function transformDictionaryWord(
    target: Uint8Array,
    at: number,
    word: number,
    length: number,
    transform: number,
  ): number;
}
