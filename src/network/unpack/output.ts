import { corrupt } from "./corrupt.ts";

/**
 * What unpackers write into: an array of the size that the packed bytes' owner stated. Every write is checked before a byte
 * of it is made, so that no stream of a few bytes takes more time or room than the array has.
 */
export class Output {
  readonly bytes: Uint8Array;
  /** How many bytes are written. */
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** How many more fit. */
  get room(): number {
    return this.bytes.length - this.at;
  }

  /** Bytes `start` to `start + length` of `source`. */
  append(source: Uint8Array, start: number, length: number): void {
    if (start + length > source.length) corrupt("the packed bytes end early");
    this.#claim(length);
    this.bytes.set(source.subarray(start, start + length), this.at);
    this.at += length;
  }

  /** `length` bytes of one value. */
  repeat(value: number, length: number): void {
    this.#claim(length);
    this.bytes.fill(value, this.at, this.at + length);
    this.at += length;
  }

  /** `length` bytes from `distance` back; what is written meanwhile may be among them. */
  copy(distance: number, length: number): void {
    if (distance < 1 || distance > this.at) corrupt("a copy begins before the unpacked bytes");
    this.#claim(length);
    const { bytes } = this;
    const end = this.at + length;
    if (distance >= length) bytes.copyWithin(this.at, this.at - distance, end - distance);
    else for (let i = this.at; i < end; i++) bytes[i] = bytes[i - distance]!;
    this.at = end;
  }

  #claim(length: number): void {
    if (length > this.room) corrupt(`more than the ${this.bytes.length} bytes that were stated`);
  }
}
