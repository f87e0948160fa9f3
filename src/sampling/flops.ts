import type { Network } from "../network/network.ts";
import type { Drawing } from "./drawing.ts";

/**
 * Operations of `samples` evaluations as performed, one per multiply and one per add: 2·out·in and the bias a
 * layer, 2·n·rank for the input's covariance (once an antithetic pair), n for its mean. Not counted: drawing
 * normals, activations and the moments, each O(width) a sample. Exact as long as it is below 2^53.
 */
export function sampleFlops(
  network: Network,
  { normals, correlated, shifted }: Drawing,
  samples: number,
  antithetic: boolean,
): number {
  const inputs = network.layers[0]!.weight.columns;
  let each = shifted ? inputs : 0;
  for (const { weight, bias } of network.layers) {
    each += 2 * weight.rows * weight.columns + (bias ? weight.rows : 0);
  }
  const draws = antithetic ? samples / 2 : samples;
  return each * samples + (correlated ? 2 * inputs * normals * draws : 0);
}
