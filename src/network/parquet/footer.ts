import { badFile } from "../fail.ts";
import { decodeUtf8 } from "../strict-json.ts";
import type { ThriftStruct, ThriftValue } from "./thrift.ts";

/** parquet.thrift, enum Type. */
const TYPES = ["BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"];
/** Enum CompressionCodec. */
const CODECS = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"];

/** What is read of a parquet file's footer (parquet.thrift, FileMetaData). */
export interface Footer {
  readonly rows: number;
  /** The schema, a tree, depth first; the root comes first. */
  readonly schema: readonly SchemaElement[];
  readonly groups: readonly RowGroup[];
}

export interface SchemaElement {
  readonly name: string;
  /** "none": a group, whose children follow. */
  readonly type: string;
  /** Enum FieldRepetitionType: 0 required, 1 optional, 2 repeated. */
  readonly repetition: number;
  readonly children: number;
}

export interface RowGroup {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** A column's chunk in a row group. */
export interface Column {
  /** Names from the schema's root on, joined by dots. */
  readonly path: string;
  readonly codec: string;
  readonly encodings: readonly number[];
  readonly packedSize: number;
  /** Where the first page begins. */
  readonly start: number;
  readonly isElsewhere: boolean;
}

/** Makes sense of the footer's struct. */
export function readFooter(footer: ThriftStruct): Footer {
  return {
    rows: count(footer, 3),
    schema: structs(footer, 2).map(readElement),
    groups: structs(footer, 4).map((group) => ({
      rows: count(group, 3),
      columns: structs(group, 1).flatMap(readColumn),
    })),
  };
}

function readElement(element: ThriftStruct): SchemaElement {
  const type = optional(element, 1, -1);
  return {
    name: text(element.get(4)),
    type: type < 0 ? "none" : (TYPES[type] ?? "unknown"),
    repetition: optional(element, 3, 0),
    children: optional(element, 5, 0),
  };
}

/** Nothing for a column whose metadata are encrypted. */
function readColumn(column: ThriftStruct): Column[] {
  const meta = column.get(3);
  if (!(meta instanceof Map)) return [];
  const codec = count(meta, 4);
  return [
    {
      path: list(meta, 3).map(text).join("."),
      codec: CODECS[codec] ?? String(codec),
      encodings: list(meta, 2).filter((encoding) => typeof encoding === "number"),
      packedSize: count(meta, 7),
      start: optional(meta, 11, 0) || count(meta, 9),
      isElsewhere: column.has(1),
    },
  ];
}

function structs(struct: ThriftStruct, field: number): ThriftStruct[] {
  return list(struct, field).map((value) => (value instanceof Map ? value : incomplete()));
}

function list(struct: ThriftStruct, field: number): readonly ThriftValue[] {
  const value = struct.get(field);
  return Array.isArray(value) ? value : incomplete();
}

function text(value: ThriftValue | undefined): string {
  return value instanceof Uint8Array ? decodeUtf8(value, "a name in the parquet footer") : incomplete();
}

function count(struct: ThriftStruct, field: number): number {
  const value = struct.get(field);
  return typeof value === "number" && value >= 0 ? value : incomplete();
}

function optional(struct: ThriftStruct, field: number, missing: number): number {
  const value = struct.get(field) ?? missing;
  return typeof value === "number" ? value : incomplete();
}

function incomplete(): never {
  return badFile("the parquet footer is corrupt: a field is missing or of another type");
}
