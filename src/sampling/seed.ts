import { KpropError } from "../errors.ts";
import type { OptionType } from "../options.ts";
import { show } from "../show.ts";

/** What the normals are for: the last word of the generator's counter, so that no two uses share a draw. */
export const STREAM = {
  samples: 0,
  weights: 1,
  biases: 2,
  particles: 3,
  scrambling: 4,
  resamples: 5,
} as const;

/** A generator's 64-bit key as two words. */
export interface Seed {
  readonly low: number;
  readonly high: number;
}

const WORD = 2 ** 32;

/** Splits an integer below 2^53, or a bigint below 2^64. */
export function parseSeed(seed: number | bigint): Seed {
  if (!SEED.fits(seed))
    throw new KpropError("bad-option", `seed is ${show(seed)}; expected ${SEED.expected}`);
  const value = BigInt(seed);
  return { low: Number(value & 0xffffffffn), high: Number(value >> 32n) };
}

export const SEED: OptionType = {
  expected: "an integer from 0 to 2^53 - 1, or a bigint below 2^64",
  fits: (seed) =>
    typeof seed === "bigint"
      ? seed >= 0n && seed < 1n << 64n
      : Number.isSafeInteger(seed) && (seed as number) >= 0,
};

/** A sample's index, below 2^53, as two words. */
export function splitIndex(index: number): Seed {
  return { low: index % WORD, high: Math.floor(index / WORD) };
}
