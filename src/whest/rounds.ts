import { type Network, widths } from "../network/network.ts";

/**
 * The challenge's rounds: networks of `depth` square layers, and the FLOPs that an estimate of one may take, worth some
 * 65,000 forward passes each time. From whestbench.budget.ROUNDS, as told in the starter kit's docs/reference/rounds.md.
 */
export const ROUNDS = [
  { name: "v1-warmup", width: 256, depth: 8, budget: 6.8e10 },
  { name: "v1-phase1", width: 256, depth: 32, budget: 2.72e11 },
  { name: "v2-phase2", width: 1024, depth: 16, budget: 2 ** 41 },
] as const;

export type Round = (typeof ROUNDS)[number];

/** The round whose networks have this shape; null: none has. */
export function roundOf(network: Network): Round | null {
  const [inputs, ...outputs] = widths(network);
  return (
    ROUNDS.find(
      ({ width, depth }) =>
        outputs.length === depth && inputs === width && outputs.every((found) => found === width),
    ) ?? null
  );
}
