import { unzipSync, zipSync } from "fflate";
import { changeBytes, splice } from "./bytes.mjs";
import { changeNumbers } from "./numbers.mjs";
import { changeText } from "./text.mjs";

/** Changes an archive's numbers, or its entries, which are packed again with the right checksums. */
export function changeNpz(bytes, random) {
  if (random.chance(0.4)) return changeNumbers(bytes, numbersOf(bytes), random);
  const entries = Object.entries(unzipSync(bytes));
  const at = random.below(entries.length);
  const [name, array] = entries[at];
  const what = random.below(5);
  if (what === 0) entries[at] = [changeText(JSON.stringify(name), random).slice(0, 2 ** 15), array];
  else if (what === 1) entries.push([`${random.below(99)}.npy`, random.pick(entries)[1]]);
  else entries[at] = [name, changeNpy(array, random)];
  return zipSync(Object.fromEntries(entries), { level: random.pick([0, 1, 1, 9]), mem: 1 });
}

function changeNpy(array, random) {
  if (array.length < 12) return changeBytes(array, random);
  if (random.chance(0.2))
    return changeNumbers(
      array,
      [
        { at: 6, size: 2 },
        { at: 8, size: 2 },
      ],
      random,
    );
  if (random.chance(0.1))
    return splice(array, array.length, array.length, new Uint8Array(2 ** random.below(21)));
  const end = Math.min(array.length, 10 + new DataView(array.buffer, array.byteOffset).getUint16(8, true));
  const header = new TextDecoder().decode(array.subarray(10, end));
  const text = new TextEncoder().encode(changeText(header, random).slice(0, 65535));
  const changed = splice(array, 10, end, text);
  new DataView(changed.buffer).setUint16(8, text.length, true);
  return changed;
}

/** The numbers of local headers, of the directory and of its end. */
function numbersOf(bytes) {
  const numbers = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const add = (start, places) => numbers.push(...places.map(([at, size]) => ({ at: start + at, size })));
  for (let at = 0; at + 46 <= bytes.length; at++) {
    const signature = view.getUint32(at, true);
    if (signature === 0x04034b50)
      add(at, [
        [6, 2],
        [8, 2],
        [14, 4],
        [18, 4],
        [22, 4],
        [26, 2],
        [28, 2],
      ]);
    if (signature === 0x02014b50)
      add(at, [
        [8, 2],
        [10, 2],
        [16, 4],
        [20, 4],
        [24, 4],
        [28, 2],
        [30, 2],
        [32, 2],
        [42, 4],
        [42, 4],
      ]);
  }
  add(bytes.length - 22, [
    [8, 2],
    [10, 2],
    [12, 4],
    [16, 4],
    [20, 2],
  ]);
  return numbers;
}
