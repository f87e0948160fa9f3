import type { Network } from "../../network/network.ts";

/** What a neuron costs a draw beside the products, in FLOPs: normals, activations, sums. */
const PER_NEURON = 300;

/** What the first look may cost in FLOPs, about half a millisecond, and how many draws it is made of for that. */
const GLANCE = { cost: 2 ** 24, least: 32, most: 1024 };

/** What a closer look may cost, or as much as the estimate itself if that is more, and what its stages draw. */
const CLOSER = { cost: 2 ** 32, stages: [1024, 4096, 16384] };

/** What a draw costs, by the network's shape alone. */
export function costOfDraw({ layers }: Pick<Network, "layers">): number {
  const inputs = layers[0]!.weight.columns;
  return layers.reduce(
    (cost, { weight: { rows, columns } }) => cost + 2 * rows * columns + PER_NEURON * rows,
    PER_NEURON * inputs,
  );
}

/** Draws of the first look. */
export function glance(network: Pick<Network, "layers">): number {
  const { cost, least, most } = GLANCE;
  return Math.min(most, Math.max(least, Math.floor(cost / costOfDraw(network))));
}

/**
 * Draws of a closer look: each stage is taken if the one before leaves the question open. None where a network is so large that
 * they would say no more than the first look.
 *
 * @param flops the estimate's own
 */
export function closerStages(network: Pick<Network, "layers">, flops: number): number[] {
  const affordable = Math.floor(Math.max(CLOSER.cost, flops) / costOfDraw(network));
  const stages = CLOSER.stages.filter((draws) => draws <= affordable);
  const next = CLOSER.stages[stages.length];
  if (next !== undefined && affordable >= 2 * (stages.at(-1) ?? glance(network))) stages.push(affordable);
  return stages;
}
