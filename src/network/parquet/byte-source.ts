/** Bytes that are read piece by piece: those of a file on a disk, say. */
export interface ByteSource {
  readonly size: number;
  /** The bytes from `start` to `end`, which must lie within `size`; they may be shared and are not to be written to. */
  readonly read: (start: number, end: number) => Promise<Uint8Array>;
}

/** Bytes that are in memory. */
export function bytesInMemory(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}
