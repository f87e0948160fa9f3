import { BitReader } from "./bit-reader.ts";
import { corrupt } from "./corrupt.ts";
import { Output } from "./output.ts";
import { PrefixCode } from "./prefix-code.ts";

/** How far `inflate` came. */
export interface Inflated {
  /** Bytes of the target that are filled. */
  readonly filled: number;
  /** Whether the stream ended there; false: it holds more than the target. */
  readonly ended: boolean;
  /** Where the byte after the stream is, if it ended. */
  readonly next: number;
}

/** RFC 1951, 3.2.5: lengths and distances begin at these, and have so many bits more. */
const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31];
LENGTHS.push(35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258);
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769];
DISTANCES.push(1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577);
/** 3.2.7: the order in which the lengths of the code of lengths are stored. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

interface Codes {
  readonly literals: PrefixCode;
  readonly distances: PrefixCode;
}

/**
 * Inflates raw deflate (RFC 1951) until the target is full or the stream ends: the beginning of an entry takes no more than
 * the beginning's time. A library inflates to the end of the stream, however long that is.
 *
 * @throws Error what is wrong with the stream
 */
export function inflate(packed: Uint8Array, target: Uint8Array, start = 0): Inflated {
  const bits = new BitReader(packed, start);
  const output = new Output(target);
  for (let last = 0; last === 0; ) {
    last = bits.take(1);
    const whole = block(bits, packed, output);
    if (!whole) return { filled: output.at, ended: false, next: packed.length };
  }
  return { filled: output.at, ended: true, next: bits.align() };
}

/** Inflates one block; false: it does not fit. */
function block(bits: BitReader, packed: Uint8Array, output: Output): boolean {
  const type = bits.take(2);
  if (type === 0) return storedBlock(bits, packed, output);
  if (type === 1) return codedBlock(bits, output, fixedCodes());
  return type === 2 ? codedBlock(bits, output, readCodes(bits)) : corrupt("an unknown kind of block");
}

function storedBlock(bits: BitReader, packed: Uint8Array, output: Output): boolean {
  const length = bits.align() + 4 <= packed.length ? bits.take(16) : corrupt("the packed bytes end early");
  if ((bits.take(16) ^ length) !== 0xffff) corrupt("the length of a stored block is wrong");
  const start = bits.align();
  const taken = Math.min(length, output.room);
  output.append(packed, start, taken);
  bits.seek(start + taken);
  return taken === length;
}

function codedBlock(bits: BitReader, output: Output, { literals, distances }: Codes): boolean {
  for (;;) {
    const symbol = literals.read(bits);
    if (symbol === 256) return true;
    if (output.room === 0) return false;
    if (symbol < 256) output.bytes[output.at++] = symbol;
    else {
      const length = LENGTHS[symbol - 257] ?? corrupt("an unknown length");
      const whole = length + bits.take(LENGTH_BITS[symbol - 257]!);
      const code = distances.read(bits);
      const distance = DISTANCES[code] ?? corrupt("an unknown distance");
      const taken = Math.min(whole, output.room);
      output.copy(distance + bits.take(code < 4 ? 0 : (code >> 1) - 1), taken);
      if (taken < whole) return false;
    }
  }
}

let fixed: Codes | undefined;

/** 3.2.6 */
function fixedCodes(): Codes {
  fixed ??= {
    literals: new PrefixCode(new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280)),
    distances: new PrefixCode(new Uint8Array(30).fill(5)),
  };
  return fixed;
}

/** 3.2.7: lengths of both codes, in one list, packed by a third. */
function readCodes(bits: BitReader): Codes {
  const literals = bits.take(5) + 257;
  const distances = bits.take(5) + 1;
  const own = new Uint8Array(19);
  const stored = bits.take(4) + 4;
  for (let i = 0; i < stored; i++) own[ORDER[i]!] = bits.take(3);
  const lengths = readLengths(bits, new PrefixCode(own), literals + distances);
  return {
    literals: new PrefixCode(lengths.subarray(0, literals)),
    distances: new PrefixCode(lengths.subarray(literals)),
  };
}

function readLengths(bits: BitReader, code: PrefixCode, count: number): Uint8Array {
  const lengths = new Uint8Array(count);
  for (let i = 0; i < count; ) {
    const symbol = code.read(bits);
    if (symbol < 16) lengths[i++] = symbol;
    else {
      if (symbol === 16 && i === 0) corrupt("no length to repeat");
      const value = symbol === 16 ? lengths[i - 1]! : 0;
      const end =
        i + (symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7));
      if (end > count) corrupt("too many lengths");
      lengths.fill(value, i, end);
      i = end;
    }
  }
  return lengths;
}
