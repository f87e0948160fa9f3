import { badFile, show } from "../fail.ts";
import type { FloatArray } from "../network.ts";
import type { Unpack } from "./codec.ts";
import type { ColumnChunk } from "./column-chunk.ts";
import { type Levels, readLevels } from "./data-page.ts";
import type { Leaf } from "./leaf.ts";
import type { Page } from "./read-pages.ts";
import type { RowRoom } from "./row-room.ts";
import { decodeValues, type Values } from "./values.ts";

/** A row of a column: its values in order, and after how many levels of lists each begins a new one. */
export interface Row {
  /** 0 for the row's first value, 1 where an outermost list continues, and so on; all 0 for a plain column. */
  readonly repetition: Uint8Array;
  readonly values: Values;
}

/**
 * The rows asked for of a column chunk, one after another. Pages before the first are unpacked but not decoded, pages after
 * the last not asked for, and what is in memory at any time is a page and a row, which `room` is asked for before.
 *
 * @throws KpropError `bad-file`: corrupt, or a value of a row is missing
 */
export async function* scanRows(
  pages: AsyncIterable<Page>,
  chunk: ColumnChunk,
  leaf: Leaf,
  unpack: Unpack,
  room: RowRoom,
): AsyncGenerator<Row, void> {
  let dictionary: Values | null = null;
  let row = -1;
  let pieces: Row[] = [];
  for await (const page of pages) {
    if (page.kind === "dictionary") {
      room.dictionary(page);
      dictionary = decodeValues(unpack(page.bytes, page.unpackedSize), page.values, leaf.type, 0, null);
    }
    if (page.kind === "dictionary" || page.kind === "other") continue;
    room.page(page);
    const levels = readLevels(page, leaf, unpack);
    const reader = new PageReader(page, levels, leaf, dictionary);
    for (let at = 0; at < page.values; ) {
      if (levels.repetition === null || levels.repetition[at] === 0) {
        if (row >= chunk.from) yield joined(pieces);
        pieces = [];
        room.row();
        row++;
        if (row >= chunk.to) return;
      }
      const next = rowEnd(levels.repetition, at, page.values);
      if (row >= chunk.from) pieces.push(reader.take(at, next, chunk.firstRow + row));
      at = next;
    }
  }
  if (row !== chunk.to - 1)
    badFile(`the parquet column ${show(leaf.path)} ends before row ${chunk.firstRow + row + 1}`);
  yield joined(pieces);
}

/** Where the row that `at` belongs to ends in its page: at the next repetition level of 0. */
function rowEnd(repetition: Uint8Array | null, at: number, end: number): number {
  if (repetition === null) return at + 1;
  const next = repetition.indexOf(0, at + 1);
  return next < 0 ? end : next;
}

/** Takes values out of a page, from its start to its end; decodes it when a first one is taken. */
class PageReader {
  private readonly page: Page;
  private readonly levels: Levels;
  private readonly leaf: Leaf;
  private readonly dictionary: Values | null;
  private decoded: Values | null = null;
  /** How many values are there (not null) among the first `seen`. */
  private there = 0;
  private seen = 0;

  constructor(page: Page, levels: Levels, leaf: Leaf, dictionary: Values | null) {
    this.page = page;
    this.levels = levels;
    this.leaf = leaf;
    this.dictionary = dictionary;
  }

  /** Entries `from` to `to` of the page, all of which must be there. */
  take(from: number, to: number, row: number): Row {
    this.decoded ??= this.decode();
    const start = this.countTo(from);
    const end = this.countTo(to);
    if (end - start !== to - from)
      badFile(`row ${row} of the parquet column ${show(this.leaf.path)} lacks a value`);
    const { repetition } = this.levels;
    return {
      repetition: repetition === null ? new Uint8Array(to - from) : repetition.subarray(from, to),
      values: part(this.decoded, start, end),
    };
  }

  private decode(): Values {
    const { values } = this.levels;
    const { encoding } = this.page;
    return decodeValues(values, this.count(0, this.page.values), this.leaf.type, encoding, this.dictionary);
  }

  private countTo(end: number): number {
    this.there += this.count(this.seen, end);
    this.seen = end;
    return this.there;
  }

  private count(from: number, to: number): number {
    const { definition } = this.levels;
    if (definition === null) return to - from;
    let count = 0;
    for (let i = from; i < to; i++) if (definition[i] === this.leaf.definition) count++;
    return count;
  }
}

function part(values: Values, start: number, end: number): Values {
  return isText(values) ? values.slice(start, end) : values.subarray(start, end);
}

/** A row of the pieces that pages hold of it. */
function joined(pieces: readonly Row[]): Row {
  if (pieces.length === 1) return pieces[0]!;
  const length = pieces.reduce((sum, { repetition }) => sum + repetition.length, 0);
  const repetition = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    repetition.set(piece.repetition, at);
    at += piece.repetition.length;
  }
  return {
    repetition,
    values: joinedValues(
      pieces.map(({ values }) => values),
      length,
    ),
  };
}

function joinedValues(parts: readonly Values[], length: number): Values {
  if (parts.every(isText)) return parts.flat();
  const numbers = parts.filter((values): values is FloatArray => !isText(values));
  const joined = numbers[0] instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  let at = 0;
  for (const values of numbers) {
    joined.set(values, at);
    at += values.length;
  }
  return joined;
}

function isText(values: Values): values is readonly string[] {
  return Array.isArray(values);
}
