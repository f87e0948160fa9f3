import { corrupt, littleEndian } from "../corrupt.ts";
import { BackBits, highestBit } from "./back-bits.ts";
import { FseState, readFse } from "./fse.ts";

/** A Huffman code (RFC 8878, 4.2), as a table by the next `longest` bits. */
export interface Huffman {
  readonly longest: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
}

/** Format's own limits (4.2.1). */
const LONGEST_WORD = 11;
const MOST_WEIGHTS = 255;

/** Reads a code's description from `start` on; gives the code and where the description ends. */
export function readHuffman(bytes: Uint8Array, start: number): [Huffman, number] {
  const head = littleEndian(bytes, start, 1);
  const count = head - 127;
  const end = start + 1 + (head < 128 ? head : (count + 1) >> 1);
  if (end > bytes.length) corrupt("the packed bytes end early");
  const stored = bytes.subarray(start + 1, end);
  const weights =
    head < 128
      ? packedWeights(stored)
      : Array.from({ length: count }, (_, i) => (i % 2 === 0 ? stored[i >> 1]! >> 4 : stored[i >> 1]! & 15));
  return [huffman(weights), end];
}

/** 4.2.1.2: two states take turns, until the bits are at their end. */
function packedWeights(stored: Uint8Array): number[] {
  const [table, start] = readFse(stored, 0, 6, 256);
  const bits = new BackBits(stored.subarray(start));
  const weights: number[] = [];
  let [one, other] = [new FseState(table, bits), new FseState(table, bits)];
  if (bits.left < 0) corrupt("a stream of bits ends early");
  while (bits.left >= 0 && weights.length < MOST_WEIGHTS) {
    weights.push(one.symbol);
    one.next(bits);
    [one, other] = [other, one];
  }
  weights.push(one.symbol);
  return weights.length > MOST_WEIGHTS ? corrupt("a code has too many symbols") : weights;
}

/** 4.2.1: a symbol of weight w has a word of longest + 1 − w bits; the last symbol's weight follows from the others. */
function huffman(weights: number[]): Huffman {
  if (weights.some((weight) => weight > LONGEST_WORD)) corrupt("a code's weights are wrong");
  const sum = weights.reduce((total, weight) => total + (weight > 0 ? 2 ** (weight - 1) : 0), 0);
  const longest = sum > 0 ? Math.floor(highestBit(sum)) + 1 : 0;
  if (longest === 0 || longest > LONGEST_WORD) corrupt("a code's weights are wrong");
  const left = 2 ** longest - sum;
  if ((left & (left - 1)) !== 0) corrupt("a code's weights are wrong");
  const all = [...weights, highestBit(left) + 1];
  const symbols = new Uint8Array(2 ** longest);
  const bits = new Uint8Array(2 ** longest);
  let at = 0;
  for (let weight = 1; weight <= longest; weight++) {
    for (const [symbol, own] of all.entries()) {
      if (own !== weight) continue;
      const end = at + 2 ** (weight - 1);
      symbols.fill(symbol, at, end);
      bits.fill(longest + 1 - weight, at, end);
      at = end;
    }
  }
  return { longest, symbols, bits };
}

/** Fills the target from a stream of words, which must end with it. */
export function decodeHuffman(stream: Uint8Array, code: Huffman, target: Uint8Array): void {
  const bits = new BackBits(stream);
  const mask = code.symbols.length - 1;
  let state = bits.take(code.longest);
  for (let i = 0; i < target.length; i++) {
    target[i] = code.symbols[state]!;
    const width = code.bits[state]!;
    state = ((state << width) & mask) | bits.take(width);
  }
  if (bits.left !== -code.longest) corrupt("a stream of literals has another length");
}
