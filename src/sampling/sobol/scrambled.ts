import type { Seed } from "../seed.ts";
import { SCRAMBLINGS } from "../variance.ts";
import { directionNumbers } from "./directions.ts";
import { philox } from "./philox.ts";
import type { SobolPoints } from "./points.ts";

/** A point's coordinates are words of 32 bits. */
const WORD = 32;

/**
 * Scramblings of so many coordinates, independent of each other, for so many points each. Each is a random lower triangular
 * matrix and a random shift (Matoušek, "On the L2-discrepancy for anchored boxes", Journal of Complexity 14 (1998) 527): any
 * point is uniform by itself, so that no mean is biased, and together they stay a digital net, as with Owen's nested permutations,
 * at one exclusive or a coordinate.
 */
export function* scrambledPoints(
  table: Uint8Array,
  stream: number,
  seed: Seed,
  dimensions: number,
  points: number,
): Generator<void, SobolPoints> {
  const bits = Math.max(6, Math.ceil(Math.log2(points)));
  const directions = new Int32Array(SCRAMBLINGS * dimensions * bits);
  const shifts = new Int32Array(SCRAMBLINGS * dimensions);
  const coordinates = directionNumbers(table, bits);
  for (let i = 0; i < dimensions; i++) {
    const own = coordinates.next().value!;
    for (let scrambling = 0; scrambling < SCRAMBLINGS; scrambling++) {
      const at = scrambling * dimensions + i;
      const { columns, shift } = randomWords(seed, [i, scrambling, stream], bits);
      directions.set(
        own.map((direction) => multiplied(columns, direction)),
        at * bits,
      );
      shifts[at] = shift;
    }
    yield;
  }
  return { dimensions, bits, directions, shifts };
}

/** The first columns' words are the generator's first, the shift that after the last column's. */
function randomWords({ low, high }: Seed, counter: readonly number[], columns: number) {
  const block = (index: number) => philox([index, ...counter], low, high);
  return {
    columns: Array.from({ length: Math.ceil(columns / 4) }, (_, index) => block(index)).flat(),
    shift: block(WORD / 4)[0]!,
  };
}

/**
 * The product with the matrix that has ones on its diagonal and below it, in column j, the last bits of a word; of a direction
 * number that has none but as many first bits as there are columns.
 */
function multiplied(words: readonly number[], direction: number): number {
  let product = 0;
  for (let j = 0; j < words.length; j++) {
    const diagonal = 1 << (WORD - 1 - j);
    if ((direction & diagonal) !== 0) product ^= diagonal | (words[j]! & (diagonal - 1));
  }
  return product;
}
