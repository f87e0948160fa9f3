import type { Network } from "../network/network.ts";
import type { RandomNetworkOptions } from "./random-plan.ts";

/**
 * Draws a multilayer perceptron at random: `depth` hidden layers and a linear output map, weights and biases
 * normal with mean zero, drawn in f64 and rounded to f32 as real networks are stored. An element depends on
 * the seed, its layer, row and column alone, and shares no draw with `sample` at the same seed.
 *
 * - `he`: weight variance 2 / fan_in (He et al., arXiv:1502.01852), no bias.
 * - `critical`: the activation's critical point (q*, σ_w², σ_b²; Poole et al., arXiv:1606.05340): weight
 *   variance (q* − σ_b²) / fan_in in the first layer, so that its pre-activations have variance q* under
 *   N(0, I), then σ_w² / fan_in; bias variance σ_b². Refused where no such point is stated.
 *
 * @throws KpropError `bad-option`, `unknown-activation`, `too-large`, `not-finite` (biases that overflow in f32); the signal's reason when aborted
 */
export async function randomNetwork(options: RandomNetworkOptions): Promise<Network> {
  const { drawNetwork } = await import("./draw-network.ts");
  return drawNetwork(options);
}
