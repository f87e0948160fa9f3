import { MOST_ARRAYS } from "../allowance.ts";
import { badFile, show } from "../fail.ts";
import { isRecord } from "../is-record.ts";
import { decodeUtf8, parseJson } from "../strict-json.ts";
import { adviceOnType } from "../tensors/unread.ts";
import { DTYPES } from "./dtype.ts";

/** The format's own limit (safetensors' reference reader). */
const LONGEST_HEADER = 100_000_000;

/** One tensor's place: bytes `begin` to `end` of the data section. */
export interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly entries: readonly Entry[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Where the data section begins in the file. */
  readonly dataStart: number;
}

/** Parses and checks the header: everything it says about the data section is true afterwards. */
export function readHeader(bytes: Uint8Array): Header {
  const length = headerLength(bytes);
  const text = decodeUtf8(bytes.subarray(8, 8 + length), "the safetensors header");
  if (!text.startsWith("{")) badFile("the safetensors header does not begin with {");
  const parsed = parseJson(text, "the safetensors header") as Record<string, unknown>;
  const { __metadata__: metadata, ...tensors } = parsed;
  const names = Object.keys(tensors).length;
  if (names > MOST_ARRAYS) badFile(`the safetensors header lists ${names} tensors; ${MOST_ARRAYS} are read`);
  const entries = Object.entries(tensors).map(([name, value]) => readEntry(name, value));
  checkCoverage(entries, bytes.length - 8 - length);
  return { entries, metadata: readMetadata(metadata), dataStart: 8 + length };
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < 8) badFile(`a safetensors file has at least 8 bytes, this one ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const length = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (length > LONGEST_HEADER)
    badFile(`safetensors header length ${length} is above the format's limit of 100 MB`);
  if (length > bytes.length - 8) {
    badFile(`safetensors header length ${length} goes beyond the file's ${bytes.length} bytes: truncated?`);
  }
  return length;
}

function readEntry(name: string, value: unknown): Entry {
  const tensor = `tensor ${show(name)}`;
  if (!isRecord(value)) badFile(`${tensor}: expected an object in the header, found ${show(value)}`);
  const { dtype, shape, data_offsets: offsets, ...others } = value;
  const other = Object.keys(others)[0];
  if (other !== undefined) badFile(`${tensor}: unknown key ${show(other)} in the header`);
  const type = typeof dtype === "string" ? DTYPES.get(dtype) : undefined;
  if (!type) {
    const expected = [...DTYPES.keys()].join(", ");
    badFile(`${tensor} has dtype ${show(dtype)}; expected ${expected}: ${adviceOnType(name)}`);
  }
  if (!isCounts(shape)) badFile(`${tensor}: shape ${show(shape)} is not a list of non-negative integers`);
  if (!isCounts(offsets) || offsets.length !== 2) {
    badFile(`${tensor}: data_offsets ${show(offsets)} are not two non-negative integers`);
  }
  const [begin, end] = offsets as [number, number];
  const size = shape.reduce((product, n) => product * n, type.size);
  if (end - begin !== size) {
    badFile(
      `${tensor}: shape ${show(shape)} of ${dtype} takes ${size} bytes, data_offsets give ${end - begin}`,
    );
  }
  return { name, dtype: dtype as string, shape, begin, end };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** The tensors must tile the data section: no byte unused, none used twice. */
function checkCoverage(entries: readonly Entry[], dataLength: number): void {
  let reached = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    const tensor = `tensor ${show(name)}`;
    if (end > dataLength) badFile(`${tensor} ends at byte ${end} of ${dataLength} bytes of data: truncated?`);
    if (begin < reached) badFile(`${tensor} begins at byte ${begin}, inside the tensor before it`);
    if (begin > reached) badFile(`${begin - reached} bytes before ${tensor} belong to no tensor`);
    reached = end;
  }
  if (reached !== dataLength)
    badFile(`${dataLength - reached} bytes after the last tensor belong to no tensor`);
}

function readMetadata(value: unknown): Map<string, string> {
  if (value === undefined) return new Map();
  if (!isRecord(value)) badFile(`__metadata__ is ${show(value)}; expected an object of strings`);
  const result = new Map<string, string>();
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== "string") badFile(`__metadata__ ${show(key)} is ${show(text)}; expected a string`);
    result.set(key, text);
  }
  return result;
}
