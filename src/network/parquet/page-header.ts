import { badFile } from "../fail.ts";
import { ThriftReader, type ThriftStruct } from "./thrift.ts";

/** A page and what its header says (parquet-format, parquet.thrift, PageHeader). */
export interface Page {
  readonly kind: "data" | "data-v2" | "dictionary" | "other";
  readonly values: number;
  readonly encoding: number;
  /** Version 1 only: how levels are encoded. */
  readonly repetitionEncoding: number;
  readonly definitionEncoding: number;
  /** Bytes of uncompressed levels before a v2 page's values. */
  readonly repetitionBytes: number;
  readonly definitionBytes: number;
  readonly compressed: boolean;
  /** Size of `bytes` when unpacked. */
  readonly unpackedSize: number;
  readonly bytes: Uint8Array;
  /** Where the next page begins. */
  readonly end: number;
}

/** Writers stop a page at 1 MB, DuckDB at 100 MB. */
const LARGEST_PAGE = 2 ** 28;
/** Beyond one value a byte: levels and indexes that never change take next to nothing. */
const MOST_RUNS = 2 ** 24;

const KINDS = ["data", "other", "dictionary", "data-v2"] as const;
/** The field of PageHeader that describes each kind. */
const FIELD = { data: 5, other: 6, dictionary: 7, "data-v2": 8 } as const;

/** Reads the page at `offset` of a column chunk, without unpacking it. */
export function readPage(chunk: Uint8Array, offset: number): Page {
  const reader = new ThriftReader(chunk, offset);
  const header = reader.struct();
  const kind = KINDS[size(header, 1)] ?? badFile("parquet: unknown page type");
  const unpackedSize = size(header, 2);
  const end = reader.offset + size(header, 3);
  if (end > chunk.length)
    badFile(`a parquet page claims ${size(header, 3)} bytes, more than its column holds`);
  if (unpackedSize > LARGEST_PAGE) badFile(`a parquet page claims to unpack to ${unpackedSize} bytes`);
  const own = header.get(FIELD[kind]);
  const details: ThriftStruct = own instanceof Map ? own : badFile("a parquet page header is incomplete");
  const v2 = kind === "data-v2";
  const values = kind === "other" ? 0 : size(details, 1);
  if (values > MOST_RUNS + unpackedSize)
    badFile(`a parquet page of ${unpackedSize} bytes claims ${values} values`);
  return {
    kind,
    values,
    encoding: kind === "other" ? 0 : size(details, v2 ? 4 : 2),
    repetitionEncoding: kind === "data" ? size(details, 4) : 0,
    definitionEncoding: kind === "data" ? size(details, 3) : 0,
    repetitionBytes: v2 ? size(details, 6) : 0,
    definitionBytes: v2 ? size(details, 5) : 0,
    compressed: details.get(7) !== false,
    unpackedSize,
    bytes: chunk.subarray(reader.offset, end),
    end,
  };
}

function size(struct: ThriftStruct, field: number): number {
  const value = struct.get(field);
  if (typeof value !== "number" || value < 0) return badFile("a parquet page header is incomplete");
  return value;
}
