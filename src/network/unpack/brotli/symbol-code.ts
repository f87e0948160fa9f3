import type { BitReader } from "../bit-reader.ts";
import { corrupt } from "../corrupt.ts";
import { PrefixCode } from "../prefix-code.ts";

/** What the next symbol is read by. */
export interface SymbolCode {
  read(bits: BitReader): number;
}

/** RFC 7932, 3.5: the order in which the lengths of the code of lengths are stored, and what their bits stand for. */
const ORDER = [1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const LENGTHS = [0, 4, 3, 2, 0, 4, 3, 1, 0, 4, 3, 2, 0, 4, 3, 5];
const LENGTHS_BITS = [2, 2, 2, 3, 2, 2, 2, 4, 2, 2, 2, 3, 2, 2, 2, 4];

/** Reads the description of a code for symbols 0 to `alphabet` − 1. */
export function readSymbolCode(bits: BitReader, alphabet: number): SymbolCode {
  const kind = bits.take(2);
  if (kind === 1) return simpleCode(bits, alphabet);
  return new PrefixCode(readLengths(bits, readLengthCode(bits, kind), alphabet));
}

/** 3.4: one to four symbols, whose words' lengths follow from their number. */
function simpleCode(bits: BitReader, alphabet: number): SymbolCode {
  const count = bits.take(2) + 1;
  const width = 32 - Math.clz32(alphabet - 1);
  const symbols = Array.from({ length: count }, () => bits.take(width));
  if (symbols.some((symbol) => symbol >= alphabet)) corrupt("a symbol is out of range");
  if (new Set(symbols).size < count) corrupt("a code has a symbol twice");
  if (count === 1) return { read: () => symbols[0]! };
  const deep = count === 4 && bits.take(1) === 1;
  const widths = deep
    ? [1, 2, 3, 3]
    : [
        [1, 1],
        [1, 2, 2],
        [2, 2, 2, 2],
      ][count - 2]!;
  const lengths = new Uint8Array(alphabet);
  for (const [i, symbol] of symbols.entries()) lengths[symbol] = widths[i]!;
  return new PrefixCode(lengths);
}

/** The code that lengths are packed by; `skipped` of its own lengths are not stored. */
function readLengthCode(bits: BitReader, skipped: number): SymbolCode {
  const lengths = new Uint8Array(ORDER.length);
  let space = 32;
  for (let i = skipped; i < ORDER.length && space > 0; i++) {
    const ahead = bits.peek(4);
    bits.drop(LENGTHS_BITS[ahead]!);
    const length = LENGTHS[ahead]!;
    lengths[ORDER[i]!] = length;
    if (length > 0) space -= 32 >> length;
  }
  const used = [...lengths.keys()].filter((symbol) => lengths[symbol]! > 0);
  if (used.length === 1) return { read: () => used[0]! };
  return space === 0 ? new PrefixCode(lengths) : corrupt("a code has words that stand for nothing");
}

/** 3.5: lengths; 16 repeats the last that is not 0, 17 repeats 0, and either again makes it longer. */
function readLengths(bits: BitReader, code: SymbolCode, alphabet: number): Uint8Array {
  const lengths = new Uint8Array(alphabet);
  let space = 2 ** 15;
  let last = 8;
  let repeated = 0;
  let before = 0;
  for (let symbol = 0; symbol < alphabet && space > 0; ) {
    const length = code.read(bits);
    let count = 1;
    if (length < 16) before = 0;
    else {
      const repeats = before === length ? repeated : 0;
      repeated = (repeats > 0 ? (repeats - 2) << (length - 14) : 0) + bits.take(length - 14) + 3;
      count = repeated - repeats;
      before = length;
    }
    const value = length < 16 ? length : length === 16 ? last : 0;
    if (symbol + count > alphabet) corrupt("too many lengths");
    lengths.fill(value, symbol, symbol + count);
    symbol += count;
    if (value > 0) {
      space -= count * ((2 ** 15) >> value);
      last = value;
    }
  }
  return space === 0 ? lengths : corrupt("a code has words that stand for nothing");
}
