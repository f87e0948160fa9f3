import { corrupt, littleEndian } from "../corrupt.ts";
import { Output } from "../output.ts";
import type { Huffman } from "./huffman.ts";
import { readLiterals } from "./literals.ts";
import { type Memory, runSequences } from "./sequences.ts";

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
/** A block gives no more, whatever the window (RFC 8878, 3.1.1.2.4). */
const LARGEST_BLOCK = 2 ** 17;

/** Fills the target from Zstandard's frames (RFC 8878), one after another. Dictionaries are not known, checksums not looked at. */
export function unzstd(packed: Uint8Array, target: Uint8Array): void {
  const output = new Output(target);
  for (let at = 0; at < packed.length; ) {
    const magic = littleEndian(packed, at, 4);
    if (magic - (magic % 16) === SKIPPABLE) at += 8 + littleEndian(packed, at + 4, 4);
    else at = magic === MAGIC ? frame(packed, at + 4, output) : corrupt("no Zstandard frame");
  }
  if (output.room > 0) corrupt("the packed bytes end early");
}

/** Unpacks a frame; gives where it ends. */
function frame(packed: Uint8Array, start: number, output: Output): number {
  const { hasChecksum, begin } = frameHeader(packed, start);
  const memory: Memory = { tables: null, distances: [1, 4, 8] };
  let code: Huffman | null = null;
  let at = begin;
  for (let last = false; !last; ) {
    const head = littleEndian(packed, at, 3);
    last = (head & 1) === 1;
    const [type, size] = [(head >> 1) & 3, head >> 3];
    at += 3;
    if (type === 0) output.append(packed, at, size);
    else if (type === 1) output.repeat(littleEndian(packed, at, 1), size);
    else code = packedBlock(part(packed, at, size, type), code, memory, output);
    at += type === 1 ? 1 : size;
  }
  return at + (hasChecksum ? 4 : 0);
}

function part(packed: Uint8Array, start: number, size: number, type: number): Uint8Array {
  if (type !== 2) corrupt("an unknown kind of block");
  if (start + size > packed.length) corrupt("the packed bytes end early");
  return packed.subarray(start, start + size);
}

/** Unpacks a block; gives the code of its literals, which the next may refer to. */
function packedBlock(
  block: Uint8Array,
  before: Huffman | null,
  memory: Memory,
  output: Output,
): Huffman | null {
  const { bytes, code, end } = readLiterals(block, before, Math.min(LARGEST_BLOCK, output.room));
  runSequences(block.subarray(end), bytes, memory, output);
  return code;
}

/** 3.1.1.1: what a frame's flags say is stored before its blocks. */
function frameHeader(packed: Uint8Array, start: number): { hasChecksum: boolean; begin: number } {
  const flags = littleEndian(packed, start, 1);
  if ((flags & 8) !== 0) corrupt("reserved bits are set");
  const isSingle = (flags & 32) !== 0;
  const windowEnd = start + (isSingle ? 1 : 2);
  const dictionarySize = [0, 1, 2, 4][flags & 3]!;
  if (littleEndian(packed, windowEnd, dictionarySize) !== 0) corrupt("it was packed with a dictionary");
  const sizeLength = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6]!;
  return { hasChecksum: (flags & 4) !== 0, begin: windowEnd + dictionarySize + sizeLength };
}
