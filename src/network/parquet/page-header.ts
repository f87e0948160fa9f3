import { badFile } from "../fail.ts";
import { ThriftReader, type ThriftStruct } from "./thrift.ts";

/** What a page's header says (parquet-format, parquet.thrift, PageHeader). */
export interface PageHeader {
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
  /** Bytes of the page after its header, as stored and unpacked. */
  readonly packedSize: number;
  readonly unpackedSize: number;
  /** Bytes of the header itself. */
  readonly headerSize: number;
}

const KINDS = ["data", "other", "dictionary", "data-v2"] as const;
/** The field of PageHeader that describes each kind. */
const FIELD = { data: 5, other: 6, dictionary: 7, "data-v2": 8 } as const;

/** Reads the header with which the bytes of a page begin. What it claims is believed by nobody until an allowance has it. */
export function readPageHeader(bytes: Uint8Array): PageHeader {
  const reader = new ThriftReader(bytes, 0);
  const header = reader.struct();
  const kind = KINDS[size(header, 1)] ?? badFile("parquet: unknown page type");
  const [unpackedSize, packedSize] = [size(header, 2), size(header, 3)];
  const own = header.get(FIELD[kind]);
  const details: ThriftStruct = own instanceof Map ? own : badFile("a parquet page header is incomplete");
  const v2 = kind === "data-v2";
  return {
    kind,
    values: kind === "other" ? 0 : size(details, 1),
    encoding: kind === "other" ? 0 : size(details, v2 ? 4 : 2),
    repetitionEncoding: kind === "data" ? size(details, 4) : 0,
    definitionEncoding: kind === "data" ? size(details, 3) : 0,
    repetitionBytes: v2 ? size(details, 6) : 0,
    definitionBytes: v2 ? size(details, 5) : 0,
    compressed: details.get(7) !== false,
    packedSize,
    unpackedSize,
    headerSize: reader.offset,
  };
}

function size(struct: ThriftStruct, field: number): number {
  const value = struct.get(field);
  if (typeof value !== "number" || value < 0) return badFile("a parquet page header is incomplete");
  return value;
}
