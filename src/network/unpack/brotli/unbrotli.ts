/// <reference path="./hyparquet-compressors.d.ts" />
import { lookup, lookupOffsets } from "hyparquet-compressors/src/brotli.context.js";
import { kNumTransforms, transformDictionaryWord } from "hyparquet-compressors/src/brotli.transform.js";
import { BitReader } from "../bit-reader.ts";
import { corrupt } from "../corrupt.ts";
import { Output } from "../output.ts";
import { Blocks, readContextMap } from "./blocks.ts";
import { readCommand } from "./commands.ts";
import { DistanceCode } from "./distances.ts";
import { readSymbolCode, type SymbolCode } from "./symbol-code.ts";

/** RFC 7932, 8: bits of a word's number in the static dictionary, and where it begins, by its length. */
const WORD_BITS = [0, 0, 0, 0, 10, 10, 11, 11, 10, 10, 10, 10, 10, 9, 9, 8, 7, 7, 8, 7, 7, 6, 6, 5, 5];
const WORD_START = WORD_BITS.map((_, n) =>
  WORD_BITS.slice(0, n).reduce((sum, bits, length) => sum + (bits > 0 ? length * 2 ** bits : 0), 0),
);
/** A word of 24 letters, and what transforms put around it. */
const LONGEST_WORD = 64;

/**
 * Fills the target from Brotli (RFC 7932). hyparquet-compressors' own loop lets a stream of thirty bytes write 16 MiB wherever
 * the target ends; its tables are used here.
 */
export function unbrotli(packed: Uint8Array, target: Uint8Array): void {
  const bits = new BitReader(packed);
  const output = new Output(target);
  const window = 2 ** readWindowBits(bits) - 16;
  const last = [4, 11, 15, 16];
  for (let isLast = false; !isLast; ) {
    isLast = bits.take(1) === 1;
    if (isLast && bits.take(1) === 1) break;
    const length = readLength(bits, packed);
    if (length === 0) continue;
    if (length > output.room) corrupt(`more than the ${target.length} bytes that were stated`);
    if (!isLast && bits.take(1) === 1) {
      const start = bits.align();
      output.append(packed, start, length);
      bits.seek(start + length);
    } else new MetaBlock(bits, output, length, window, last).run();
  }
  if (output.room > 0) corrupt("the packed bytes end early");
}

/** 9.1 */
function readWindowBits(bits: BitReader): number {
  if (bits.take(1) === 0) return 16;
  const high = bits.take(3);
  if (high > 0) return 17 + high;
  const low = bits.take(3);
  return low > 0 ? 8 + low : 17;
}

/** 9.2: the length of a meta-block; 0: it held metadata, which are skipped. */
function readLength(bits: BitReader, packed: Uint8Array): number {
  const nibbles = bits.take(2) + 4;
  if (nibbles < 7) return 1 + readParts(bits, nibbles, 4);
  if (bits.take(1) !== 0) corrupt("reserved bits are set");
  const bytes = bits.take(2);
  const end = (bytes > 0 ? 1 + readParts(bits, bytes, 8) : 0) + bits.align();
  if (end > packed.length) corrupt("the packed bytes end early");
  bits.seek(end);
  return 0;
}

function readParts(bits: BitReader, count: number, width: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value += bits.take(width) * 2 ** (i * width);
  return value;
}

/** A packed meta-block: its codes, then commands until its length is reached. */
class MetaBlock {
  readonly #bits: BitReader;
  readonly #output: Output;
  readonly #end: number;
  readonly #window: number;
  /** The last four distances, the last one first. */
  readonly #last: number[];
  readonly #literals: Blocks;
  readonly #commands: Blocks;
  readonly #distances: Blocks;
  readonly #distanceCode: DistanceCode;
  readonly #modes: Uint8Array;
  readonly #literalMap: Uint8Array;
  readonly #distanceMap: Uint8Array;
  readonly #literalCodes: readonly SymbolCode[];
  readonly #commandCodes: readonly SymbolCode[];
  readonly #distanceCodes: readonly SymbolCode[];

  constructor(bits: BitReader, output: Output, length: number, window: number, last: number[]) {
    this.#bits = bits;
    this.#output = output;
    this.#end = output.at + length;
    this.#window = window;
    this.#last = last;
    this.#literals = new Blocks(bits, length);
    this.#commands = new Blocks(bits, length);
    this.#distances = new Blocks(bits, length);
    this.#distanceCode = new DistanceCode(bits);
    this.#modes = Uint8Array.from({ length: this.#literals.count }, () => bits.take(2));
    const literals = readContextMap(bits, 64 * this.#literals.count);
    const distances = readContextMap(bits, 4 * this.#distances.count);
    const codes = (count: number, alphabet: number) =>
      Array.from({ length: count }, () => readSymbolCode(bits, alphabet));
    this.#literalMap = literals.map;
    this.#distanceMap = distances.map;
    this.#literalCodes = codes(literals.codes, 256);
    this.#commandCodes = codes(this.#commands.count, 704);
    this.#distanceCodes = codes(distances.codes, this.#distanceCode.alphabet);
  }

  run(): void {
    const output = this.#output;
    while (output.at < this.#end) {
      this.#commands.step(this.#bits);
      const symbol = this.#commandCodes[this.#commands.type]!.read(this.#bits);
      const { insert, copy, isLastDistance } = readCommand(symbol, this.#bits);
      if (insert > this.#end - output.at) corrupt("a meta-block is longer than it says");
      for (let i = 0; i < insert; i++) {
        const literal = this.#literal();
        output.bytes[output.at++] = literal;
      }
      if (output.at < this.#end) this.#copy(copy, isLastDistance ? 0 : this.#distanceSymbol(copy));
    }
  }

  /** 7.1: its code depends on the last two bytes. */
  #literal(): number {
    const { bytes, at } = this.#output;
    this.#literals.step(this.#bits);
    const mode = 2 * this.#modes[this.#literals.type]!;
    const [before, last] = [bytes[at - 2] ?? 0, bytes[at - 1] ?? 0];
    const context = lookup[lookupOffsets[mode]! + last]! | lookup[lookupOffsets[mode + 1]! + before]!;
    return this.#literalCodes[this.#literalMap[64 * this.#literals.type + context]!]!.read(this.#bits);
  }

  /** 7.2: its code depends on the length of the copy. */
  #distanceSymbol(copy: number): number {
    this.#distances.step(this.#bits);
    const context = Math.min(copy, 5) - 2;
    return this.#distanceCodes[this.#distanceMap[4 * this.#distances.type + context]!]!.read(this.#bits);
  }

  /** Copies from the bytes before, or from the dictionary, which lies beyond the first of them. */
  #copy(length: number, symbol: number): void {
    const distance = this.#distanceCode.read(symbol, this.#bits, this.#last);
    const most = Math.min(this.#window, this.#output.at);
    if (distance > most) this.#word(length, distance - most - 1);
    else {
      if (length > this.#end - this.#output.at) corrupt("a meta-block is longer than it says");
      this.#output.copy(distance, length);
      if (symbol > 0) this.#last.unshift(distance);
      this.#last.length = 4;
    }
  }

  /** 8: a word of that length, by its number and what is done to it. */
  #word(length: number, number: number): void {
    const bits = WORD_BITS[length] ?? 0;
    const transform = Math.floor(number / 2 ** bits);
    if (bits === 0 || transform >= kNumTransforms) corrupt("a copy begins before the unpacked bytes");
    const word = new Uint8Array(LONGEST_WORD);
    const start = WORD_START[length]! + length * (number % 2 ** bits);
    const written = transformDictionaryWord(word, 0, start, length, transform);
    if (written > this.#end - this.#output.at) corrupt("a meta-block is longer than it says");
    this.#output.append(word, 0, written);
  }
}
