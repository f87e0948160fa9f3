/** Numbers of a fixed place that a file keeps: lengths, counts, offsets. */

/** Gives a number a value that may be a lie. */
export function lie(value, random, others) {
  const near = [value - 1, value + 1, value * 2, value >>> 1];
  const wide = [0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
  return random.pick([random.pick(near), random.pick(wide), random.pick(others), random.below(2 ** 31)]);
}

/** The file with one or two of its numbers changed; `numbers` are places and sizes in bytes, lowest byte first. */
export function changeNumbers(bytes, numbers, random) {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  for (let i = random.below(2); i >= 0 && numbers.length > 0; i--) {
    const { at, size } = random.pick(numbers);
    const value = size === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
    const other = lie(value, random, [bytes.length, ...numbers.map((number) => number.at)]);
    if (size === 2) view.setUint16(at, other, true);
    else view.setUint32(at, other, true);
  }
  return changed;
}
