import { BitReader } from "../bit-reader.ts";
import { corrupt } from "../corrupt.ts";
import { type BackBits, highestBit } from "./back-bits.ts";

/** A table of finite state entropy (RFC 8878, 4.1): what a state stands for, and how the next one comes about. */
export interface FseTable {
  /** Bits of a state. */
  readonly log: number;
  readonly symbols: Uint8Array;
  /** Bits to read for the next state, and what to add to them. */
  readonly bits: Uint8Array;
  readonly base: Uint16Array;
}

/** Reads a table's frequencies (4.1.1) from `start` on; gives the table and where it ends. */
export function readFse(bytes: Uint8Array, start: number, longest: number, most: number): [FseTable, number] {
  const reader = new BitReader(bytes, start);
  const log = reader.take(4) + 5;
  if (log > longest) corrupt("a table is too long");
  const frequencies: number[] = [];
  let left = 1 << log;
  while (left > 0 && frequencies.length < most) {
    const frequency = readFrequency(reader, left);
    left -= Math.abs(frequency);
    frequencies.push(frequency);
    for (let more = 3; frequency === 0 && more === 3; ) {
      more = reader.take(2);
      for (let i = 0; i < more; i++) frequencies.push(0);
    }
  }
  if (left !== 0 || frequencies.length > most) corrupt("a table's frequencies are wrong");
  return [fseTable(frequencies, log), reader.align()];
}

/** A number of 0 to `left` + 1, less 1, in as many bits as it takes, or one less. */
function readFrequency(reader: BitReader, left: number): number {
  const width = highestBit(left + 1) + 1;
  const low = (1 << (width - 1)) - 1;
  const threshold = (1 << width) - 2 - left;
  const value = reader.peek(width);
  const isShort = (value & low) < threshold;
  reader.drop(isShort ? width - 1 : width);
  if (isShort) return (value & low) - 1;
  return (value > low ? value - threshold : value) - 1;
}

/** The table of frequencies that add up to 2^log; −1 stands for less than 1. */
export function fseTable(frequencies: readonly number[], log: number): FseTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const next = new Uint16Array(frequencies.length);
  let high = size;
  for (const [symbol, frequency] of frequencies.entries()) {
    next[symbol] = Math.abs(frequency);
    if (frequency < 0) symbols[--high] = symbol;
  }
  spread(symbols, frequencies, high);
  const bits = new Uint8Array(size);
  const base = new Uint16Array(size);
  for (let state = 0; state < size; state++) {
    const number = next[symbols[state]!]!++;
    bits[state] = log - highestBit(number);
    base[state] = (number << bits[state]!) - size;
  }
  return { log, symbols, bits, base };
}

/** Gives each symbol as many states as its frequency says, far from each other. */
function spread(symbols: Uint8Array, frequencies: readonly number[], high: number): void {
  const size = symbols.length;
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  for (const [symbol, frequency] of frequencies.entries()) {
    for (let i = 0; i < frequency; i++) {
      symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= high);
    }
  }
}

/** The table of one symbol, which takes no bits. */
export function fseOfOne(symbol: number): FseTable {
  return { log: 0, symbols: new Uint8Array([symbol]), bits: new Uint8Array(1), base: new Uint16Array(1) };
}

/** Where decoding by a table is. */
export class FseState {
  readonly #table: FseTable;
  #state: number;

  constructor(table: FseTable, bits: BackBits) {
    this.#table = table;
    this.#state = bits.take(table.log);
  }

  get symbol(): number {
    return this.#table.symbols[this.#state]!;
  }

  next(bits: BackBits): void {
    this.#state = this.#table.base[this.#state]! + bits.take(this.#table.bits[this.#state]!);
  }
}
