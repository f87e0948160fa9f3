import { badFile } from "../fail.ts";

/** A dictionary of 2^24 entries is far beyond where writers give up on dictionaries (1 MB). */
export const WIDEST = 24;

/**
 * Decodes parquet's mix of run lengths and bit packing (parquet-format, Encodings.md, "RLE/bit-packing
 * hybrid") into `target`, which must be filled exactly: runs that end early are refused, what they hold
 * beyond the end (the padding of a last packed group) is dropped.
 *
 * @param width bits a value, 1 to WIDEST
 */
export function decodeHybrid(bytes: Uint8Array, width: number, target: Uint8Array | Uint32Array): void {
  let offset = 0;
  let filled = 0;
  const next = () => bytes[offset++] ?? badFile("a parquet page ends within its levels or indexes");
  while (filled < target.length) {
    const head = readVarint(next);
    const count = Math.min(Math.floor(head / 2) * (head % 2 === 1 ? 8 : 1), target.length - filled);
    if (head % 2 === 1) {
      unpack(bytes, offset, width, target.subarray(filled, filled + count));
      offset += Math.floor(head / 2) * width;
    } else {
      let value = 0;
      for (let i = 0; i < width; i += 8) value += next() * 2 ** i;
      target.fill(value, filled, filled + count);
    }
    filled += count;
  }
}

/** Values of `width` bits one after another, lowest bit first; 32 bits hold what is left of one and a byte. */
function unpack(bytes: Uint8Array, start: number, width: number, target: Uint8Array | Uint32Array): void {
  if (start + (target.length * width) / 8 > bytes.length) badFile("a parquet page ends within a packed run");
  let at = start;
  let held = 0;
  let bits = 0;
  for (let i = 0; i < target.length; i++) {
    for (; bits < width; bits += 8) held |= bytes[at++]! << bits;
    target[i] = held & (2 ** width - 1);
    held >>>= width;
    bits -= width;
  }
}

function readVarint(next: () => number): number {
  let value = 0;
  for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
    const byte = next();
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
  return badFile("a parquet page holds a run length of more than five bytes");
}
