import type { BitReader } from "../bit-reader.ts";
import { corrupt } from "../corrupt.ts";
import { readSymbolCode, type SymbolCode } from "./symbol-code.ts";

/** RFC 7932, 6: block lengths begin at these, and have so many bits more. */
const BITS = [2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 7, 8, 9, 10, 11, 12, 13, 24];
const BASES = BITS.map((_, code) => BITS.slice(0, code).reduce((sum, bits) => sum + 2 ** bits, 1));
/** A block without another one behind it. */
const ENDLESS = 2 ** 28;

/** A number from 1 to 256 (9.2). */
function readCount(bits: BitReader): number {
  if (bits.take(1) === 0) return 1;
  const width = bits.take(3);
  return 1 + (1 << width) + bits.take(width);
}

/** Which type of block is at hand, of literals, commands or distances (6): it decides which code is read by. */
export class Blocks {
  readonly count: number;
  type = 0;
  readonly #types: SymbolCode | null;
  readonly #lengths: SymbolCode | null;
  #before = 1;
  #left: number;

  /** @param length of the meta-block: nobody needs more types than it has bytes, and each takes a table */
  constructor(bits: BitReader, length: number) {
    this.count = readCount(bits);
    if (this.count > length) corrupt("more types of blocks than bytes");
    this.#types = this.count > 1 ? readSymbolCode(bits, this.count + 2) : null;
    this.#lengths = this.count > 1 ? readSymbolCode(bits, BITS.length) : null;
    this.#left = this.#readLength(bits);
  }

  /** Goes on to the next symbol, which may be in another block. */
  step(bits: BitReader): void {
    if (this.#left === 0) {
      const code = this.#types!.read(bits);
      const next = code === 0 ? this.#before : code === 1 ? this.type + 1 : code - 2;
      this.#before = this.type;
      this.type = next >= this.count ? next - this.count : next;
      this.#left = this.#readLength(bits);
    }
    this.#left--;
  }

  #readLength(bits: BitReader): number {
    if (this.#lengths === null) return ENDLESS;
    const code = this.#lengths.read(bits);
    return BASES[code]! + bits.take(BITS[code]!);
  }
}

/** 7.3: which code each context has, and how many codes there are. */
export function readContextMap(bits: BitReader, size: number): { map: Uint8Array; codes: number } {
  const codes = readCount(bits);
  const map = new Uint8Array(size);
  if (codes === 1) return { map, codes };
  const runs = bits.take(1) === 0 ? 0 : bits.take(4) + 1;
  const code = readSymbolCode(bits, codes + runs);
  for (let i = 0; i < size; ) {
    const symbol = code.read(bits);
    if (symbol > runs) map[i++] = symbol - runs;
    else i += symbol === 0 ? 1 : (1 << symbol) + bits.take(symbol);
    if (i > size) corrupt("a context map is too long");
  }
  if (bits.take(1) === 1) moveToFront(map);
  return { map, codes };
}

/** Numbers stand for places in a list whose entries come to its front when they are used. */
function moveToFront(map: Uint8Array): void {
  const list = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (const [i, place] of map.entries()) {
    const value = list[place]!;
    list.copyWithin(1, 0, place);
    list[0] = value;
    map[i] = value;
  }
}
