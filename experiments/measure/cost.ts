import type { Size } from "./subject.ts";

/** What takes longer is timed once, in seconds; all else after a first time that does not count. */
export const LONG = 2;

/** FLOPs a second that are taken for granted, so that costs of different work are in one unit. */
const NOMINAL = 4e10;
/** What a neuron costs a sample beyond the products, in FLOPs: normals, activation, moments. */
const PER_NEURON = 100;

/** Seconds that sampling a network is expected to take. */
export function samplingCost({ width, depth }: Size, samples: number): number {
  const each = (depth + 1) * (2 * width * width + PER_NEURON * width);
  return (samples * each) / NOMINAL;
}

/** Timing anything takes at least this, in seconds: it is repeated, in turns with sampling. */
const LEAST = 0.2;
const REPETITIONS = 4;

/** Seconds that timing work of so many FLOPs is expected to take. */
export function timingCost(flops: number): number {
  const seconds = flops / NOMINAL;
  return LEAST + (seconds > LONG ? 1 : REPETITIONS) * seconds;
}
