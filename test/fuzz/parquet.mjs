import { changeBytes, splice } from "./bytes.mjs";
import { changeNumbers, lie } from "./numbers.mjs";
import { thriftNumbers, toVarint } from "./thrift.mjs";

/** Changes a number of the footer or of a page's header, or the beginning of what a page holds. */
export function changeParquet(bytes, random) {
  const end = bytes.length - 8;
  if (random.chance(0.03)) return changeNumbers(bytes, [{ at: end, size: 4 }], random);
  const footer = end - new DataView(bytes.buffer, bytes.byteOffset).getUint32(end, true);
  const page = random.pick(pagesOf(bytes, footer));
  if (random.chance(0.3) && page) return changePage(bytes, page, random);
  if (random.chance(0.5) && page) return changeNumber(bytes, page.numbers, random);
  const changed = changeNumber(bytes, thriftNumbers(bytes, footer).numbers, random);
  new DataView(changed.buffer).setUint32(changed.length - 8, changed.length - 8 - footer, true);
  return changed;
}

/** Stored in as many bytes as it takes: what follows moves. */
function changeNumber(bytes, numbers, random) {
  const { start, end, value } = random.pick(numbers);
  return splice(bytes, start, end, toVarint(lie(value, random, [2 ** 24, 2 ** 28, bytes.length])));
}

function changePage(bytes, { end, size }, random) {
  const span = Math.min(size, random.pick([8, 64, size]));
  const changed = changeBytes(bytes.slice(end, end + span), random);
  // Of the same length, so that what follows is where it was.
  const fitted = new Uint8Array(span);
  fitted.set(changed.subarray(0, span));
  return splice(bytes, end, end + span, fitted);
}

const known = new WeakMap();

/** Headers of pages: they begin with the fields 1 to 3, three numbers, of which the third is the size of what follows. */
function pagesOf(bytes, footer) {
  if (known.has(bytes)) return known.get(bytes);
  const pages = [];
  for (let at = 4; at < footer; ) {
    const isHeader = bytes[at] === 0x15 && bytes[at + 2] <= 0x15;
    const { numbers, end } = isHeader ? thriftNumbers(bytes, at) : { numbers: [], end: at };
    const size = numbers.length > 4 ? numbers[2].value / 2 : -1;
    if (size >= 0 && end + size <= footer) pages.push({ numbers, end, size });
    at = size >= 0 && end + size <= footer ? end + size : at + 1;
  }
  known.set(bytes, pages);
  return pages;
}
