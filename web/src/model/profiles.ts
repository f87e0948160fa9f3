import type { InsideResult, LayerProfile } from "../protocol/jobs.ts";

/** What can be seen of every neuron. */
export const ASPECTS = ["mean", "deviation", "difference"] as const;
export type Aspect = (typeof ASPECTS)[number];

export function aspectRows({ layers, samples }: InsideResult, aspect: Aspect): Float64Array[] {
  return layers.map((layer) => (aspect === "difference" ? differences(layer, samples) : layer[aspect]));
}

/** Predicted less sampled mean, in the sampled mean's standard errors; 0 for a neuron that never varied as predicted. */
function differences({ mean, sampledMean, sampledDeviation }: LayerProfile, samples: number): Float64Array {
  return mean.map((value, i) => {
    const difference = value - sampledMean[i]!;
    return difference === 0 ? 0 : (difference / sampledDeviation[i]!) * Math.sqrt(samples);
  });
}

/** The least and the largest, of finite values. */
export function extent(rows: readonly Float64Array[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    for (const value of row) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : [0, 1];
}
