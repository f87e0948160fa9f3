import { offset } from "./offset";
import { transposeSquare } from "./transpose-square";

/** Bytes of a row that are packed at once: two cache lines, so that none is fetched for one panel alone. */
const PACKED_AT_ONCE: i32 = 128;

/**
 * Packs `count` lines of length kc into panels of `width` lines, interleaved, the last one padded with zeros:
 * element p of line l is at from + p·along + l·across.
 */
export function packPanels<T extends number>(
  to: usize,
  from: usize,
  kc: i32,
  count: i32,
  along: i32,
  across: i32,
  width: i32,
): void {
  const size = <i32>sizeof<T>();
  const whole = across == 1 ? count - (count % width) : 0;
  packUnit<T>(to, from, kc, whole, along, width);
  for (let first = whole; first < count; first += width) {
    const lines = min(width, count - first);
    const source = from + offset<T>(first, across);
    const panel = to + <usize>(first * kc * size);
    if (lines == width && along == 1) packTransposed<T>(panel, source, kc, across, width);
    else packStrided<T>(panel, source, 0, kc, along, across, width, lines);
  }
}

/** Lines side by side in memory, whole panels of them: copied as vectors, some panels at a time. */
function packUnit<T extends number>(
  to: usize,
  from: usize,
  kc: i32,
  count: i32,
  along: i32,
  width: i32,
): void {
  const bytes = width * <i32>sizeof<T>();
  const panel = <usize>(bytes * kc);
  const step = <usize>along * sizeof<T>();
  const group = PACKED_AT_ONCE / <i32>sizeof<T>();
  for (let first = 0; first < count; first += group) {
    let source = from + offset<T>(first, 1);
    const row = <usize>min(group, count - first) * sizeof<T>();
    let target = to + <usize>(first * kc) * sizeof<T>();
    for (let p = 0; p < kc; p++) {
      let at = target;
      for (let x: usize = 0; x < row; x += <usize>bytes, at += panel) {
        v128.store(at, v128.load(source + x));
        if (bytes == 32) v128.store(at, v128.load(source + x, 16), 16);
      }
      target += <usize>bytes;
      source += step;
    }
  }
}

/** Lines along memory: squares of one vector a line are transposed in registers. */
function packTransposed<T extends number>(
  panel: usize,
  source: usize,
  kc: i32,
  across: i32,
  width: i32,
): void {
  const lanes = <i32>(16 / sizeof<T>());
  const whole = kc & -lanes;
  const row = <usize>width * sizeof<T>();
  for (let l = 0; l < width; l += lanes) {
    const lines = source + offset<T>(l, across);
    const to = panel + <usize>l * sizeof<T>();
    for (let p = 0; p < whole; p += lanes) {
      transposeSquare<T>(lines + offset<T>(p, 1), offset<T>(1, across), to + <usize>p * row, row);
    }
  }
  packStrided<T>(panel, source, whole, kc, 1, across, width, width);
}

/** Elements p in [start, kc) of each line, one at a time. */
function packStrided<T extends number>(
  panel: usize,
  source: usize,
  start: i32,
  kc: i32,
  along: i32,
  across: i32,
  width: i32,
  lines: i32,
): void {
  const size = <i32>sizeof<T>();
  for (let l = 0; l < width; l++) {
    let to = panel + <usize>((start * width + l) * size);
    let from = source + offset<T>(l, across) + offset<T>(start, along);
    for (let p = start; p < kc; p++) {
      store<T>(to, l < lines ? load<T>(from) : <T>0);
      to += <usize>(width * size);
      from += <usize>(along * size);
    }
  }
}
