import { oneHot, split, standardise, type Task } from "../dataset.ts";
import { Draws } from "../draws.ts";

type Point = readonly [x: number, y: number];

const SIDE = 8;
const PIXELS = SIDE * SIDE;
const DIGITS = 10;
/** Corners of two squares, one above the other, in pixels. */
const CORNERS: readonly Point[] = [
  [2, 1],
  [5, 1],
  [2, 3.5],
  [5, 3.5],
  [2, 6],
  [5, 6],
];
/** The seven segments a to g, as corners that they join. */
const SEGMENTS: readonly (readonly [number, number])[] = [
  [0, 1],
  [1, 3],
  [3, 5],
  [4, 5],
  [2, 4],
  [0, 2],
  [2, 3],
];
/** Of 0 to 9. */
const LIT = ["abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg"];

/** How far an image strays from its digit: deviations, in pixels but for the ink. */
const STRAY = { corner: 0.35, shift: 0.35, thickness: 0.15, ink: 0.15 };
const THICKNESS = 0.8;
/** Normals of one image: the corners', the shift's, the thickness's, the pixels'. */
const NORMALS = 2 * CORNERS.length + 3 + PIXELS;

/**
 * Images of digits to be told apart: 8×8 pixels, strokes between corners that are shaken, noise on every pixel; each pixel
 * standardised. Numbers of images; the same seed, the same images.
 */
export async function strokes(seed: number, training: number, test: number): Promise<Task> {
  const count = training + test;
  const draws = await Draws.create(seed);
  const normals = draws.normals(NORMALS, count);
  const inputs = new Float64Array(count * PIXELS);
  for (let s = 0; s < count; s++) {
    const image = inputs.subarray(s * PIXELS, (s + 1) * PIXELS);
    draw(image, s % DIGITS, (variable) => normals[variable * count + s]!, draws.exp);
  }
  standardise(inputs, PIXELS, training);
  const targets = oneHot(
    Array.from({ length: count }, (_, s) => s % DIGITS),
    DIGITS,
  );
  const all = { count, inputs, width: PIXELS, targets, outputs: DIGITS };
  return { loss: "cross-entropy", ...split(all, training) };
}

/** Ink falls off from the nearest stroke like a Gaussian. */
function draw(
  image: Float64Array,
  digit: number,
  normal: (variable: number) => number,
  exp: (x: number) => number,
): void {
  const n = 2 * CORNERS.length;
  const corners = CORNERS.map(
    ([x, y], k): Point => [
      x + STRAY.shift * normal(n) + STRAY.corner * normal(2 * k),
      y + STRAY.shift * normal(n + 1) + STRAY.corner * normal(2 * k + 1),
    ],
  );
  const thickness = THICKNESS + STRAY.thickness * normal(n + 2);
  const lit = [...LIT[digit]!].map((letter) => SEGMENTS["abcdefg".indexOf(letter)]!);
  const strokes = lit.map(([from, to]) => [corners[from]!, corners[to]!] as const);
  for (let i = 0; i < PIXELS; i++) {
    const pixel: Point = [i % SIDE, Math.floor(i / SIDE)];
    const nearest = Math.min(...strokes.map(([from, to]) => squaredDistance(pixel, from, to)));
    image[i] = exp(-nearest / (thickness * thickness)) + STRAY.ink * normal(n + 3 + i);
  }
}

/** Of a point from the line between two others. */
function squaredDistance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
  const t = Math.min(1, Math.max(0, along));
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
}
