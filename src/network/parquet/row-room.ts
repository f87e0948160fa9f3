import { Allowance } from "../allowance.ts";
import { show } from "../fail.ts";
import type { Leaf } from "./leaf.ts";
import type { PageHeader } from "./page-header.ts";

/** Of a row: its pages, their values, and the row that is made of them, for each byte of the file. */
const ROW_GROWTH = 6;
/** Of all rows of a chunk together, which do not stay: what decoding them costs. */
const CHUNK_GROWTH = 64;

/**
 * What pages may take before they are unpacked. A page's header states how many bytes and values it has, and a run length of
 * five bytes stands for any number of them: so pages are charged as stated, those of one row together, and all of a chunk too.
 */
export class RowRoom {
  readonly #chunk: Allowance;
  readonly #row: Allowance;
  readonly #leaf: Leaf;
  #dictionary = 0;
  #page = 0;
  /** Of all pages since the row began. */
  #held = 0;

  /** @param size of the file, in bytes */
  constructor(size: number, leaf: Leaf) {
    this.#chunk = new Allowance(size, CHUNK_GROWTH);
    this.#row = new Allowance(size, ROW_GROWTH);
    this.#leaf = leaf;
  }

  /** Makes room for another page of the row. */
  page(header: PageHeader): void {
    this.#page = this.#claim(header);
    this.#held += this.#page;
  }

  /** Another row begins in the page: those before it may go. */
  row(): void {
    this.#row.release(this.#held - this.#page);
    this.#held = this.#page;
  }

  /** Makes room for a dictionary, which takes the place of the last. */
  dictionary(header: PageHeader): void {
    this.#row.release(this.#dictionary);
    this.#dictionary = this.#claim(header);
  }

  /** Two levels and a number for each value; a level and a number again, when the row is put together. */
  #claim({ unpackedSize, values }: PageHeader): number {
    const bytes = unpackedSize + values * (3 + 2 * width(this.#leaf.type));
    this.#chunk.claim(bytes, `the parquet column ${show(this.#leaf.path)}`);
    this.#row.claim(bytes, `a row of the parquet column ${show(this.#leaf.path)}`);
    return bytes;
  }
}

/** Bytes of a value in memory; texts are objects. */
function width(type: string): number {
  if (type === "FLOAT") return 4;
  return type === "DOUBLE" ? 8 : 40;
}
