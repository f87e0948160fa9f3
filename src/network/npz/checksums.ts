import { badFile } from "../fail.ts";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** Bytes of the end record, and the longest comment behind it. */
const END_LENGTH = 22;
const LONGEST_COMMENT = 65535;

/**
 * The CRC-32 that a zip file's central directory declares for each entry (APPNOTE.TXT 4.3.12), in its order, which
 * fflate does not hand out.
 *
 * @throws KpropError `bad-file`
 */
export function declaredChecksums(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const checksums: number[] = [];
  let at = view.getUint32(end + 16, true);
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) badFile("the zip directory is corrupt");
    checksums.push(view.getUint32(at + 16, true));
    const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    at += lengths.reduce((total, length) => total + length, 46);
  }
  return checksums;
}

function findEnd(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  return badFile("the zip file has no directory: truncated?");
}
