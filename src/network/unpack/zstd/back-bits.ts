import { corrupt } from "../corrupt.ts";

/** Reads bits from the end to the beginning, highest first: a last byte's highest 1 marks where they start. */
export class BackBits {
  readonly #bytes: Uint8Array;
  /** Bits that are left; below 0: so many more were read, as zeros. */
  left: number;

  constructor(bytes: Uint8Array) {
    const last = bytes.at(-1) ?? 0;
    if (last === 0) corrupt("a stream of bits has no end mark");
    this.#bytes = bytes;
    this.left = 8 * bytes.length - 8 + highestBit(last);
  }

  /** The next `count` bits, 32 at most. */
  take(count: number): number {
    if (count > 16) return this.take(count - 16) * 65536 + this.take(16);
    this.left -= count;
    const from = Math.max(0, this.left);
    const at = from >> 3;
    const [a = 0, b = 0, c = 0] = [this.#bytes[at], this.#bytes[at + 1], this.#bytes[at + 2]];
    const bits = (a | (b << 8) | (c << 16)) >> (from & 7);
    // What lies before the beginning is zeros.
    const missing = from - this.left;
    return missing >= count ? 0 : (bits & ((1 << (count - missing)) - 1)) << missing;
  }
}

/** The place of the highest 1 of a number above 0. */
export function highestBit(value: number): number {
  return 31 - Math.clz32(value);
}
