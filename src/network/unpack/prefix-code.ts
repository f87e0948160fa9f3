import type { BitReader } from "./bit-reader.ts";
import { corrupt } from "./corrupt.ts";

/** Bits that one look into a table decides: a table of all 15 would take 32,768 steps for a block of a few bytes. */
const FAST = 9;
const LONGEST = 15;

/**
 * A canonical prefix code (RFC 1951, 3.2.2), which the lengths of its words define: words of one length follow each other in
 * the order of their symbols, after all shorter ones. Words are stored with their first bit lowest.
 */
export class PrefixCode {
  /** By the next bits: symbol · 16 + length; 0: a longer word, or none. */
  readonly #fast = new Uint16Array(1 << FAST);
  /** How many words have each length. */
  readonly #counts = new Uint16Array(LONGEST + 1);
  /** Symbols by the length of their words, then by number. */
  readonly #symbols: Uint16Array;

  /** @param lengths of each symbol's word, 0 to 15; 0: it has none */
  constructor(lengths: Uint8Array) {
    for (const length of lengths) this.#counts[length]!++;
    this.#counts[0] = 0;
    this.#symbols = new Uint16Array(lengths.length);
    const next = this.#firstWords();
    const place = new Uint16Array(LONGEST + 2);
    for (let n = 1; n <= LONGEST; n++) place[n + 1] = place[n]! + this.#counts[n]!;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol]!;
      if (length === 0) continue;
      this.#symbols[place[length]!++] = symbol;
      const word = next[length]!++;
      if (length <= FAST) this.#enter(symbol, length, reversed(word, length));
    }
  }

  /** The symbol whose word comes next. */
  read(bits: BitReader): number {
    const ahead = bits.peek(LONGEST);
    const entry = this.#fast[ahead & ((1 << FAST) - 1)]!;
    if (entry === 0) return this.#readLong(bits, ahead);
    bits.drop(entry & 15);
    return entry >> 4;
  }

  /** The first word of each length. */
  #firstWords(): Uint16Array {
    const first = new Uint16Array(LONGEST + 1);
    let free = 1;
    for (let n = 1; n <= LONGEST; n++) {
      first[n] = (first[n - 1]! + this.#counts[n - 1]!) << 1;
      free = 2 * free - this.#counts[n]!;
      if (free < 0) corrupt("a prefix code has too many words");
    }
    return first;
  }

  #enter(symbol: number, length: number, word: number): void {
    for (let i = word; i < 1 << FAST; i += 1 << length) this.#fast[i] = (symbol << 4) | length;
  }

  /** Length by length: `word − first` is the place among the words of that length. */
  #readLong(bits: BitReader, ahead: number): number {
    let word = 0;
    let first = 0;
    let before = 0;
    for (let n = 1; n <= LONGEST; n++) {
      word = (word << 1) | ((ahead >> (n - 1)) & 1);
      first <<= 1;
      const count = this.#counts[n]!;
      if (word - first < count) {
        bits.drop(n);
        return this.#symbols[before + word - first]!;
      }
      before += count;
      first += count;
    }
    return corrupt("a prefix code lacks the word that comes next");
  }
}

function reversed(word: number, length: number): number {
  let result = 0;
  for (let i = 0; i < length; i++) result = (result << 1) | ((word >> i) & 1);
  return result;
}
