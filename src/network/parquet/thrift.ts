import { badFile } from "../fail.ts";

/** A decoded value of Thrift's compact protocol; a struct maps field numbers to values. */
export type ThriftValue = boolean | number | Uint8Array | readonly ThriftValue[] | ThriftStruct;
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

/** Parquet's own structures nest about ten deep. */
const DEEPEST = 32;
/** A struct, list or text takes a byte or more in the file and hundreds in memory: so many at most, and one in 8 bytes. */
const MOST_OBJECTS = 2 ** 16;

/**
 * Reads structs of Thrift's compact protocol (github.com/apache/thrift, doc/specs/thrift-compact-protocol.md)
 * as parquet uses it. Every length is checked against the bytes that are left before anything is
 * allocated. Integers beyond 2^53 lose precision, which no field read here has.
 */
export class ThriftReader {
  readonly bytes: Uint8Array;
  offset: number;
  #objects = 0;

  constructor(bytes: Uint8Array, offset: number) {
    this.bytes = bytes;
    this.offset = offset;
  }

  /** The struct that begins at `offset`; leaves `offset` after it. */
  struct(depth = 0): ThriftStruct {
    if (depth > DEEPEST) badFile("parquet metadata are nested too deeply");
    this.#countObject();
    const fields = new Map<number, ThriftValue>();
    let id = 0;
    for (let head = this.#byte(); (head & 15) !== 0; head = this.#byte()) {
      id = head >> 4 === 0 ? this.#integer() : id + (head >> 4);
      const type = head & 15;
      fields.set(id, type === 1 || type === 2 ? type === 1 : this.#value(type, depth));
    }
    return fields;
  }

  #value(type: number, depth: number): ThriftValue {
    if (type === 3) return this.#byte();
    if (type >= 4 && type <= 6) return this.#integer();
    if (type === 7) return this.#take(8);
    if (type === 8) return this.#take(this.#varint());
    if (type === 9) return this.#list(depth);
    if (type === 12) return this.struct(depth + 1);
    return badFile(`parquet metadata hold the unexpected Thrift type ${type}`);
  }

  #list(depth: number): ThriftValue[] {
    this.#countObject();
    if (depth > DEEPEST) badFile("parquet metadata are nested too deeply");
    const head = this.#byte();
    const type = head & 15;
    const length = head >> 4 === 15 ? this.#varint() : head >> 4;
    // Every element takes a byte or more.
    if (length > this.bytes.length - this.offset)
      badFile(`parquet metadata claim a list of ${length} elements`);
    const list: ThriftValue[] = [];
    for (let i = 0; i < length; i++) {
      list.push(type <= 2 ? this.#byte() === 1 : this.#value(type, depth + 1));
    }
    return list;
  }

  #countObject(): void {
    if (++this.#objects > MOST_OBJECTS + this.bytes.length / 8)
      badFile("parquet metadata hold too many structs, lists and texts");
  }

  #byte(): number {
    return this.bytes[this.offset++] ?? badFile("parquet metadata end within a struct: truncated?");
  }

  #take(length: number): Uint8Array {
    this.#countObject();
    if (length > this.bytes.length - this.offset)
      badFile(`parquet metadata claim a value of ${length} bytes`);
    this.offset += length;
    return this.bytes.subarray(this.offset - length, this.offset);
  }

  /** Zigzag: 0, −1, 1, −2, … */
  #integer(): number {
    const code = this.#varint();
    return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
  }

  /** Groups of 7 bits, lowest first; 64 bits take at most ten. */
  #varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    return badFile("parquet metadata hold a number of more than ten bytes");
  }
}
