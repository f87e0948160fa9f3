import { corrupt, littleEndian } from "../corrupt.ts";
import { decodeHuffman, type Huffman, readHuffman } from "./huffman.ts";

/** A block's literals, the code that they were packed with (null: none yet in this frame), and where their section ends. */
export interface Literals {
  readonly bytes: Uint8Array;
  readonly code: Huffman | null;
  readonly end: number;
}

const RAW = 0;
const REPEATED = 1;
const COMPRESSED = 2;

/**
 * Reads the literals section of a block (RFC 8878, 3.1.1.3.1).
 *
 * @param room how many bytes the block may give, and so its literals
 */
export function readLiterals(block: Uint8Array, code: Huffman | null, room: number): Literals {
  const type = littleEndian(block, 0, 1) & 3;
  return type <= REPEATED ? plain(block, type, code, room) : packed(block, type, code, room);
}

function plain(block: Uint8Array, type: number, code: Huffman | null, room: number): Literals {
  const format = (block[0]! >> 2) & 3;
  const head = format === 1 ? 2 : format === 3 ? 3 : 1;
  const size = littleEndian(block, 0, head) >> (head === 1 ? 3 : 4);
  if (size > room) corrupt("more literals than bytes");
  const end = head + (type === RAW ? size : 1);
  if (end > block.length) corrupt("the packed bytes end early");
  const bytes = type === RAW ? block.subarray(head, end) : new Uint8Array(size).fill(block[head]!);
  return { bytes, code, end };
}

function packed(block: Uint8Array, type: number, before: Huffman | null, room: number): Literals {
  const format = (block[0]! >> 2) & 3;
  const head = [3, 3, 4, 5][format]!;
  const width = [10, 10, 14, 18][format]!;
  const sizes = Math.floor(littleEndian(block, 0, head) / 16);
  const size = sizes % 2 ** width;
  const end = head + Math.floor(sizes / 2 ** width);
  if (size > room) corrupt("more literals than bytes");
  if (end > block.length) corrupt("the packed bytes end early");
  const [code, start] = type === COMPRESSED ? readHuffman(block.subarray(0, end), head) : [before, head];
  if (code === null) return corrupt("literals refer to a code that is not there");
  const bytes = new Uint8Array(size);
  const streams = block.subarray(start, end);
  if (format === 0) decodeHuffman(streams, code, bytes);
  else decodeFour(streams, code, bytes);
  return { bytes, code, end };
}

/** Four streams behind the lengths of the first three. */
function decodeFour(streams: Uint8Array, code: Huffman, target: Uint8Array): void {
  const part = (target.length + 3) >> 2;
  let at = 6;
  for (let i = 0; i < 4; i++) {
    const end = i < 3 ? at + littleEndian(streams, 2 * i, 2) : streams.length;
    if (end > streams.length || 3 * part > target.length) corrupt("the packed bytes end early");
    decodeHuffman(
      streams.subarray(at, end),
      code,
      target.subarray(i * part, i < 3 ? (i + 1) * part : undefined),
    );
    at = end;
  }
}
