import { corrupt, littleEndian } from "./corrupt.ts";
import { crc32 } from "./crc32.ts";
import { inflate } from "./inflate.ts";

/** Fills the target from gzip's members (RFC 1952), one after another, and compares their checksums. */
export function gunzip(packed: Uint8Array, target: Uint8Array): void {
  let at = 0;
  for (let filled = 0; at < packed.length || filled < target.length; ) {
    const rest = target.subarray(filled);
    const { filled: more, ended, next } = inflate(packed, rest, memberStart(packed, at));
    if (!ended) corrupt(`more than the ${target.length} bytes that were stated`);
    if (littleEndian(packed, next, 4) !== crc32(rest.subarray(0, more))) corrupt("the checksum is wrong");
    if (littleEndian(packed, next + 4, 4) !== more) corrupt("the length is wrong");
    filled += more;
    at = next + 8;
  }
}

/** Where a member's deflate stream begins: after ten bytes and what its flags say. */
function memberStart(packed: Uint8Array, start: number): number {
  if (littleEndian(packed, start, 3) !== 0x08_8b_1f) corrupt("no gzip header");
  const flags = littleEndian(packed, start + 3, 1);
  let at = start + 10;
  if (flags & 4) at += 2 + littleEndian(packed, at, 2);
  for (const flag of [8, 16]) if (flags & flag) at = textEnd(packed, at);
  return flags & 2 ? at + 2 : at;
}

function textEnd(packed: Uint8Array, start: number): number {
  const end = packed.indexOf(0, start);
  return end < 0 ? corrupt("the packed bytes end early") : end + 1;
}
