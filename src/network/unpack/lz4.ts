import { corrupt, littleEndian } from "./corrupt.ts";
import { Output } from "./output.ts";

/** Fills the target from one LZ4 block (lz4/lz4, lz4_Block_format.md). */
export function unlz4(packed: Uint8Array, target: Uint8Array): void {
  const output = new Output(target);
  block(packed, 0, packed.length, output);
  if (output.room > 0) corrupt("the packed bytes end early");
}

/**
 * The same from Hadoop's frames, which parquet's codec LZ4 means by now: unpacked and packed size, highest byte first, and a
 * block. Older writers stored a bare block.
 */
export function unlz4Hadoop(packed: Uint8Array, target: Uint8Array): void {
  if (isFramed(packed, target.length)) unframe(packed, target);
  else unlz4(packed, target);
}

function unframe(packed: Uint8Array, target: Uint8Array): void {
  for (let at = 0, filled = 0; at < packed.length; ) {
    const [size, length] = frame(packed, at);
    unlz4(packed.subarray(at + 8, at + 8 + length), target.subarray(filled, filled + size));
    filled += size;
    at += 8 + length;
  }
}

/** Whether frames, one after another, make up the packed bytes and the unpacked size. */
function isFramed(packed: Uint8Array, size: number): boolean {
  let unpacked = 0;
  let at = 0;
  while (at + 8 <= packed.length) {
    const [more, length] = frame(packed, at);
    unpacked += more;
    at += 8 + length;
  }
  return at === packed.length && unpacked === size;
}

function frame(packed: Uint8Array, at: number): [size: number, length: number] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  return [view.getUint32(at), view.getUint32(at + 4)];
}

/** Sequences of literals and a copy each; the last one ends with its literals. */
function block(packed: Uint8Array, start: number, end: number, output: Output): void {
  let at = start;
  /** A length of 15 goes on in bytes, for as long as they are 255. */
  const extended = (length: number) => {
    if (length < 15) return length;
    let total = length;
    for (let byte = 255; byte === 255; total += byte) byte = littleEndian(packed, at++, 1);
    return total;
  };
  while (at < end) {
    const token = packed[at++]!;
    const literals = extended(token >> 4);
    output.append(packed, at, literals);
    at += literals;
    if (at === end) return;
    const distance = littleEndian(packed, at, 2);
    at += 2;
    output.copy(distance, 4 + extended(token & 15));
  }
}
