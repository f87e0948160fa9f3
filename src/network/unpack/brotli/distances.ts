import type { BitReader } from "../bit-reader.ts";

/** RFC 7932, 4: codes 0 to 15 are one of the last four distances, and so much more or less. */
const LAST = [0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
const MORE = [0, 0, 0, 0, -1, 1, -2, 2, -3, 3, -1, 1, -2, 2, -3, 3];

/** How distances are stored in a meta-block. */
export class DistanceCode {
  readonly #postfix: number;
  readonly #direct: number;

  constructor(bits: BitReader) {
    this.#postfix = bits.take(2);
    this.#direct = bits.take(4) << this.#postfix;
  }

  /** How many symbols there are. */
  get alphabet(): number {
    return 16 + this.#direct + (48 << this.#postfix);
  }

  /** The distance that a symbol stands for, with the bits behind it, after the last four (the last one first). */
  read(symbol: number, bits: BitReader, last: readonly number[]): number {
    if (symbol < 16) return last[LAST[symbol]!]! + MORE[symbol]!;
    const code = symbol - 16 - this.#direct;
    if (code < 0) return symbol - 15;
    const width = 1 + (code >> (this.#postfix + 1));
    const high = (code >> this.#postfix) & 1;
    const low = code & ((1 << this.#postfix) - 1);
    const offset = (2 + high) * 2 ** width - 4 + bits.take(width);
    return offset * 2 ** this.#postfix + low + this.#direct + 1;
  }
}
