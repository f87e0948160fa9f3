import { corrupt } from "./corrupt.ts";

/** Reads bits from the lowest of each byte on, as deflate and Brotli store them. */
export class BitReader {
  readonly #bytes: Uint8Array;
  /** The next byte to take hold of. */
  #at: number;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** The next `count` bits, 24 at most, which stay; zeros beyond the end. */
  peek(count: number): number {
    while (this.#count < count) {
      this.#held |= (this.#bytes[this.#at++] ?? 0) << this.#count;
      this.#count += 8;
    }
    return this.#held & ((1 << count) - 1);
  }

  /** Leaves `count` bits behind that were looked at. */
  drop(count: number): void {
    this.#held >>>= count;
    this.#count -= count;
    if (this.#at - (this.#count >> 3) > this.#bytes.length) corrupt("the packed bytes end early");
  }

  /** The next `count` bits, 24 at most. */
  take(count: number): number {
    const value = this.peek(count);
    this.drop(count);
    return value;
  }

  /** The place of the next whole byte, where reading goes on. */
  align(): number {
    this.drop(this.#count & 7);
    return this.#at - (this.#count >> 3);
  }

  /** Goes on at a byte. */
  seek(at: number): void {
    this.#at = at;
    this.#held = 0;
    this.#count = 0;
  }
}
