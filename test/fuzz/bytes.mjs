/** Changes that know nothing of a format. */
import { Buffer } from "node:buffer";

const BYTES = [0, 1, 0x7f, 0x80, 0xff];

/** The bytes with those from `start` to `end` replaced. */
export function splice(bytes, start, end, middle) {
  return new Uint8Array(Buffer.concat([bytes.subarray(0, start), middle, bytes.subarray(end)]));
}

function range(bytes, random, longest) {
  const start = random.below(bytes.length + 1);
  return [start, Math.min(bytes.length, start + random.below(longest))];
}

const CHANGES = [
  function flip(bytes, random) {
    const changed = bytes.slice();
    for (let i = random.below(4); i >= 0; i--) changed[random.below(bytes.length)] ^= 1 << random.below(8);
    return changed;
  },
  function set(bytes, random) {
    const changed = bytes.slice();
    for (let i = random.below(8); i >= 0; i--) changed[random.below(bytes.length)] = random.pick(BYTES);
    return changed;
  },
  /** Zip and parquet keep their directories there. */
  function setAtEnd(bytes, random) {
    const changed = bytes.slice();
    const span = Math.min(bytes.length, 400);
    for (let i = random.below(4); i >= 0; i--)
      changed[bytes.length - 1 - random.below(span)] = random.below(256);
    return changed;
  },
  function fill(bytes, random) {
    const [start, end] = range(bytes, random, 64);
    return bytes.slice().fill(random.pick(BYTES), start, end);
  },
  function cut(bytes, random) {
    return bytes.slice(0, random.below(bytes.length + 1));
  },
  function cutBeginning(bytes, random) {
    return bytes.slice(random.below(bytes.length + 1));
  },
  function remove(bytes, random) {
    const [start, end] = range(bytes, random, 64);
    return splice(bytes, start, end, new Uint8Array());
  },
  function repeat(bytes, random) {
    const [start, end] = range(bytes, random, 256);
    const copies = new Array(1 + random.below(64)).fill(bytes.subarray(start, end));
    return splice(bytes, end, end, Buffer.concat(copies));
  },
];

/** One to three of them. */
export function changeBytes(bytes, random) {
  let changed = bytes;
  for (let i = random.below(3); i >= 0; i--)
    if (changed.length > 0) changed = random.pick(CHANGES)(changed, random);
  return changed;
}

/** The beginning of one file and the end of another. */
export function cross(bytes, other, random) {
  const middle = other.subarray(random.below(other.length + 1));
  return splice(bytes, random.below(bytes.length + 1), bytes.length, middle);
}
