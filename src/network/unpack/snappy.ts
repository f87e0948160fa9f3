import { corrupt, littleEndian } from "./corrupt.ts";
import { Output } from "./output.ts";

/**
 * Fills the target from Snappy (google/snappy, format_description.txt): a length, then literals and copies. Lengths and
 * distances of four bytes are unsigned here: read as signed, a negative one takes a reader back, for ever.
 */
export function unsnappy(packed: Uint8Array, target: Uint8Array): void {
  const output = new Output(target);
  for (let at = preambleEnd(packed, target.length); at < packed.length; ) {
    const tag = packed[at++]!;
    const kind = tag & 3;
    if (kind === 0) at = literal(packed, at, tag >> 2, output);
    else {
      const size = [0, 1, 2, 4][kind]!;
      const high = kind === 1 ? (tag >> 5) << 8 : 0;
      const length = kind === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2);
      output.copy(high + littleEndian(packed, at, size), length);
      at += size;
    }
  }
  if (output.room > 0) corrupt("the packed bytes end early");
}

/** Copies a literal; gives where it ends. Lengths above 60 are stored behind the tag. */
function literal(packed: Uint8Array, at: number, code: number, output: Output): number {
  const size = Math.max(0, code - 59);
  const length = 1 + (size === 0 ? code : littleEndian(packed, at, size));
  output.append(packed, at + size, length);
  return at + size + length;
}

/** The unpacked length is stored first, in groups of 7 bits. */
function preambleEnd(packed: Uint8Array, expected: number): number {
  let stated = 0;
  for (let at = 0; at < 5; at++) {
    const byte = littleEndian(packed, at, 1);
    stated += (byte & 127) * 2 ** (7 * at);
    if (byte >= 128) continue;
    return stated === expected ? at + 1 : corrupt(`${stated} bytes are stated within, ${expected} without`);
  }
  return corrupt("the length is out of range");
}
