import { corrupt, littleEndian } from "../corrupt.ts";
import type { Output } from "../output.ts";
import { BackBits } from "./back-bits.ts";
import { FseState, type FseTable, fseOfOne, fseTable, readFse } from "./fse.ts";

/** The kinds of numbers that sequences consist of (RFC 8878, 3.1.1.3.2.1), in the order of their tables. */
const KINDS = ["literals", "offset", "match"] as const;
type Kind = (typeof KINDS)[number];

export type Tables = Readonly<Record<Kind, FseTable>>;

/** 3.1.1.3.2.2: the tables that need not be stored. */
const KNOWN: Readonly<Record<Kind, readonly number[]>> = {
  literals: [4, 3, ...fill(11, 2), 1, 1, 1, ...fill(9, 2), 3, 2, ...fill(5, 1), ...fill(4, -1)],
  offset: [...fill(6, 1), 2, 2, 2, ...fill(15, 1), ...fill(5, -1)],
  match: [1, 4, 3, ...fill(6, 2), ...fill(37, 1), ...fill(7, -1)],
};
const KNOWN_LOG = { literals: 6, offset: 5, match: 6 } as const;
const LONGEST_LOG = { literals: 9, offset: 8, match: 9 } as const;
const MOST_CODES = { literals: 36, offset: 32, match: 53 } as const;

/** 3.1.1.3.2.1.1: codes stand for lengths from these on, with so many bits more. */
const LITERALS_BITS = [...fill(16, 0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const MATCH_BITS = [...fill(32, 0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const LITERALS_BASE = bases(LITERALS_BITS, 0);
const MATCH_BASE = bases(MATCH_BITS, 3);

function fill(count: number, value: number): number[] {
  return new Array<number>(count).fill(value);
}

function bases(bits: readonly number[], first: number): number[] {
  let next = first;
  return bits.map((count) => {
    next += 2 ** count;
    return next - 2 ** count;
  });
}

/** What sequences leave for the next block of a frame: tables, and the last three distances. */
export interface Memory {
  tables: Tables | null;
  readonly distances: [number, number, number];
}

/** Carries out a block's sequences: so many literals, then a copy of so many bytes from so far back; the rest are literals. */
export function runSequences(
  section: Uint8Array,
  literals: Uint8Array,
  memory: Memory,
  output: Output,
): void {
  const [count, start] = readCount(section);
  // Each gives three bytes or more.
  if (3 * count > output.room) corrupt("more sequences than bytes");
  const used = count > 0 ? runAll(section, start, count, literals, memory, output) : 0;
  output.append(literals, used, literals.length - used);
}

function readCount(section: Uint8Array): [count: number, start: number] {
  const head = littleEndian(section, 0, 1);
  if (head < 128) return [head, 1];
  if (head < 255) return [(head - 128) * 256 + littleEndian(section, 1, 1), 2];
  return [littleEndian(section, 1, 2) + 0x7f00, 3];
}

function runAll(
  section: Uint8Array,
  start: number,
  count: number,
  literals: Uint8Array,
  memory: Memory,
  output: Output,
): number {
  const [tables, begin] = readTables(section, start, memory.tables);
  memory.tables = tables;
  const bits = new BackBits(section.subarray(begin));
  const states = KINDS.map((kind) => new FseState(tables[kind], bits)) as [FseState, FseState, FseState];
  const [ofLiterals, ofOffset, ofMatch] = states;
  let used = 0;
  for (let left = count; left > 0; left--) {
    const offset = 2 ** ofOffset.symbol + bits.take(ofOffset.symbol);
    const match = MATCH_BASE[ofMatch.symbol]! + bits.take(MATCH_BITS[ofMatch.symbol]!);
    const length = LITERALS_BASE[ofLiterals.symbol]! + bits.take(LITERALS_BITS[ofLiterals.symbol]!);
    if (left > 1) {
      ofLiterals.next(bits);
      ofMatch.next(bits);
      ofOffset.next(bits);
    }
    if (bits.left < 0) corrupt("a stream of bits ends early");
    output.append(literals, used, length);
    used += length;
    output.copy(distance(offset, length, memory.distances), match);
  }
  return bits.left === 0 ? used : corrupt("bits are left behind the sequences");
}

/** 3.1.1.5: an offset of 1 to 3 stands for one of the last three distances. */
function distance(offset: number, literals: number, last: [number, number, number]): number {
  const place = offset > 3 ? 3 : offset - (literals === 0 ? 0 : 1);
  const found = offset > 3 ? offset - 3 : place === 3 ? last[0] - 1 : last[place as 0 | 1 | 2];
  if (place === 0) return found;
  if (place > 1) last[2] = last[1];
  last[1] = last[0];
  last[0] = found;
  return found;
}

function readTables(section: Uint8Array, start: number, before: Tables | null): [Tables, number] {
  const modes = littleEndian(section, start, 1);
  if ((modes & 3) !== 0) corrupt("reserved bits are set");
  let at = start + 1;
  const read = (kind: Kind, mode: number): FseTable => {
    if (mode === 0) return fseTable(KNOWN[kind], KNOWN_LOG[kind]);
    if (mode === 3) return before?.[kind] ?? corrupt("sequences refer to a table that is not there");
    if (mode === 1) return fseOfOne(checked(littleEndian(section, at++, 1), kind));
    const [table, end] = readFse(section, at, LONGEST_LOG[kind], MOST_CODES[kind]);
    at = end;
    return table;
  };
  const tables = {
    literals: read("literals", modes >> 6),
    offset: read("offset", (modes >> 4) & 3),
    match: read("match", (modes >> 2) & 3),
  };
  if (at > section.length) corrupt("the packed bytes end early");
  return [tables, at];
}

function checked(code: number, kind: Kind): number {
  return code < MOST_CODES[kind] ? code : corrupt("an unknown code");
}
