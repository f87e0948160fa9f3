import type { Network } from "../../src/network/network.ts";
import { sample } from "../../src/sampling/sample.ts";
import { differenceNetwork } from "../../src/training/difference.ts";

export interface LossSamples {
  readonly samples: number;
  readonly signal: AbortSignal;
}

/** Of no training. */
const SEED = 2 ** 41;

/** The mean over outputs of E[(student − teacher)²], by samples which are the same for every student. */
export async function trueLoss(student: Network, teacher: Network, options: LossSamples): Promise<number> {
  // What a rate too large has led to may overflow in f32.
  const drawn = { ...options, seed: SEED, variance: "plain", dtype: "f64" } as const;
  const { output } = await sample(differenceNetwork(student, teacher), drawn);
  return average(output.mean.map((x, i) => x * x + output.variance[i]!));
}

/** The mean variance of a network's outputs, which is what a constant student's loss would be. */
export async function outputVariance(network: Network, options: LossSamples): Promise<number> {
  const { output } = await sample(network, { ...options, seed: SEED, variance: "plain" });
  return average(output.variance);
}

function average(values: Float64Array): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
