import { MOST_ARRAYS } from "../allowance.ts";
import { badFile, show } from "../fail.ts";
import { decodeUtf8 } from "../strict-json.ts";

/** An entry of a zip file, still packed. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored; 8: deflated. */
  readonly method: number;
  readonly checksum: number;
  /** Bytes when unpacked, as the directory says. */
  readonly size: number;
  readonly packed: Uint8Array;
}

/** What the directory says of an entry: sizes, and where its local header is. */
interface Listed extends Omit<ZipEntry, "packed"> {
  readonly packedSize: number;
  readonly offset: number;
  /** Where the directory goes on. */
  readonly next: number;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
/** Bytes of the end record, and the longest comment behind it. */
const END_LENGTH = 22;
const LONGEST_COMMENT = 65535;
/** A size that is stored in the zip64 field instead. */
const ELSEWHERE = 0xffffffff;
/** Deflate cannot shrink by more than 1032 to 1 (RFC 1951: 258 bytes from two bits). */
const LARGEST_RATIO = 1032;

/**
 * The entries of a zip file (APPNOTE.TXT 4.3) as its directory lists them; nothing is unpacked. Their bytes must lie in the
 * file and not overlap, or a few could be unpacked many times over.
 *
 * @throws KpropError `bad-file`
 */
export function zipEntries(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { start, count } = findDirectory(view);
  if (count > MOST_ARRAYS) badFile(`the zip file lists ${count} entries; ${MOST_ARRAYS} are read`);
  const names = new Set<string>();
  const listed: Listed[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    const entry = readListed(bytes, view, at);
    if (names.has(entry.name)) badFile(`the zip file has the entry ${show(entry.name)} twice`);
    names.add(entry.name);
    listed.push(entry);
    at = entry.next;
  }
  const places = listed.map((entry) => place(view, entry, start));
  checkApart(listed, places);
  return listed.map(({ name, method, checksum, size }, i) => {
    return { name, method, checksum, size, packed: bytes.subarray(places[i]!.data, places[i]!.end) };
  });
}

function findDirectory(view: DataView): { start: number; count: number } {
  const end = findEnd(view);
  const locator = end - 20;
  const at =
    locator >= 0 && view.getUint32(locator, true) === END64_LOCATOR ? uint64(view, locator + 8) : null;
  if (at === null) return { start: view.getUint32(end + 16, true), count: view.getUint16(end + 10, true) };
  if (at + 56 > locator || view.getUint32(at, true) !== END64) badFile("the zip directory is corrupt");
  return { start: uint64(view, at + 48), count: uint64(view, at + 32) };
}

function findEnd(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  return badFile("the zip file is truncated or corrupt: it has no directory");
}

function readListed(bytes: Uint8Array, view: DataView, at: number): Listed {
  if (at + 46 > bytes.length || view.getUint32(at, true) !== LISTED) badFile("the zip directory is corrupt");
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
    view.getUint16(at + field, true),
  );
  const extra = at + 46 + nameLength!;
  const next = extra + extraLength! + commentLength!;
  if (next > bytes.length) badFile("the zip directory is corrupt");
  const flags = view.getUint16(at + 8, true);
  const name = entryName(bytes.subarray(at + 46, extra), (flags & 0x800) !== 0);
  const method = view.getUint16(at + 10, true);
  if ((flags & 1) !== 0 || (method !== 0 && method !== 8)) {
    badFile(`the zip entry ${show(name)} is encrypted, or packed by the method ${method}; expected deflate`);
  }
  const sizes = [24, 20, 42].map((field) => view.getUint32(at + field, true));
  const [size, packedSize, offset] = withZip64(view, extra, extra + extraLength!, sizes) as [
    number,
    number,
    number,
  ];
  return { name, method, checksum: view.getUint32(at + 16, true), size, packedSize, offset, next };
}

function entryName(bytes: Uint8Array, isUtf8: boolean): string {
  if (isUtf8) return decodeUtf8(bytes, "the name of a zip entry");
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** Sizes that do not fit in 32 bits are in the extra field 1, in their order (4.5.3). */
function withZip64(view: DataView, start: number, end: number, sizes: readonly number[]): number[] {
  for (let at = start; sizes.includes(ELSEWHERE) && at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    return sizes.map((size) => {
      if (size !== ELSEWHERE) return size;
      if (field + 8 > end) badFile("the zip directory is corrupt");
      field += 8;
      return uint64(view, field - 8);
    });
  }
  return [...sizes];
}

function uint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}

/** Where an entry lies in the file: its local header, its data, their end. */
interface Place {
  readonly header: number;
  readonly data: number;
  readonly end: number;
}

function place(view: DataView, { name, method, size, packedSize, offset }: Listed, directory: number): Place {
  const text = show(name);
  if (method === 0 ? size !== packedSize : size > LARGEST_RATIO * packedSize + 64) {
    badFile(`the zip entry ${text} claims ${packedSize} bytes that unpack to ${size}`);
  }
  if (offset + packedSize + 30 > Math.min(directory, view.byteLength)) {
    badFile(`the zip entry ${text} claims ${packedSize} bytes, more than the file has: truncated?`);
  }
  if (view.getUint32(offset, true) !== LOCAL) badFile(`the zip entry ${text} is truncated or corrupt`);
  const data = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (data + packedSize > directory) badFile(`the zip entry ${text} runs into the directory: truncated?`);
  return { header: offset, data, end: data + packedSize };
}

function checkApart(listed: readonly Listed[], places: readonly Place[]): void {
  const order = [...places.keys()].sort((a, b) => places[a]!.header - places[b]!.header);
  for (let i = 1; i < order.length; i++) {
    const [before, after] = [order[i - 1]!, order[i]!];
    if (places[before]!.end <= places[after]!.header) continue;
    const names = [before, after].map((entry) => show(listed[entry]!.name));
    badFile(`the zip entries ${names.join(" and ")} overlap`);
  }
}
