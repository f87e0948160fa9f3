import { BLOCK } from "../block-moments.ts";
import { SCRAMBLINGS } from "../variance.ts";
import { normalQuantile } from "./normal-quantile.ts";
import type { SobolPoints } from "./points.ts";

/**
 * Writes the first coordinates of draws `first` to `first + draws`, as standard normals: coordinate i of draw first + c at
 * i·ld + c. Blocks of draws belong to the scramblings in turn; `first` begins one.
 */
export function sobolNormals(
  points: SobolPoints,
  out: Float32Array | Float64Array,
  ld: number,
  first: number,
  draws: number,
): void {
  for (let start = 0; start < draws; start += BLOCK) {
    const block = (first + start) / BLOCK;
    const scrambling = block % SCRAMBLINGS;
    const point = Math.floor(block / SCRAMBLINGS) * BLOCK;
    const count = Math.min(BLOCK, draws - start);
    for (let i = 0; i < points.dimensions; i++) {
      coordinates(points, scrambling * points.dimensions + i, point, out, i * ld + start, count);
    }
  }
}

/**
 * A coordinate of points from one whose number is a multiple of the block's: in the order of Gray's code, in which each
 * differs from the last by one direction number (Antonov & Saleev 1979).
 */
function coordinates(
  { bits, directions, shifts }: SobolPoints,
  coordinate: number,
  point: number,
  out: Float32Array | Float64Array,
  at: number,
  count: number,
): void {
  const from = coordinate * bits;
  let word = shifts[coordinate]!;
  const code = point ^ (point >>> 1);
  for (let bit = 0; bit < bits; bit++) if ((code >>> bit) & 1) word ^= directions[from + bit]!;
  for (let c = 0; c < count; c++) {
    if (c > 0) word ^= directions[from + trailingZeros(c)]!;
    out[at + c] = normalQuantile(word);
  }
}

/** The bit in which the codes of c − 1 and c differ. */
function trailingZeros(c: number): number {
  return 31 - Math.clz32(c & -c);
}
