import type { BitReader } from "../bit-reader.ts";

/** RFC 7932, 5: lengths of insertions and copies begin at these, and have so many bits more. */
const INSERT_BITS = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 12, 14, 24];
const INSERT_BASE = [
  0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 18, 26, 34, 50, 66, 98, 130, 194, 322, 578, 1090, 2114, 6210,
];
INSERT_BASE.push(22594);
const COPY_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 24];
const COPY_BASE = [
  2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 18, 22, 30, 38, 54, 70, 102, 134, 198, 326, 582, 1094, 2118,
];
/** Where the codes of both lengths begin, by the command's cell of 64. */
const INSERT_CELL = [0, 0, 0, 0, 8, 8, 0, 16, 8, 16, 16];
const COPY_CELL = [0, 8, 0, 8, 0, 8, 16, 0, 16, 8, 16];

/** So many literals, then a copy of so many bytes. */
export interface Command {
  readonly insert: number;
  readonly copy: number;
  /** Whether the distance is the last one, without being stored. */
  readonly isLastDistance: boolean;
}

/** What a symbol of the command code stands for, with the bits behind it. */
export function readCommand(symbol: number, bits: BitReader): Command {
  const cell = symbol >> 6;
  const insert = INSERT_CELL[cell]! + ((symbol >> 3) & 7);
  const copy = COPY_CELL[cell]! + (symbol & 7);
  return {
    insert: INSERT_BASE[insert]! + bits.take(INSERT_BITS[insert]!),
    copy: COPY_BASE[copy]! + bits.take(COPY_BITS[copy]!),
    isLastDistance: symbol < 128,
  };
}
