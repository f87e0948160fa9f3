import type { Row } from "../framework/experiment.ts";

type Count = (n: number, layers: number) => number;

/** Leading terms of the FLOPs of Wu et al., arXiv:2605.05179, by order, kind and form (spec section 6). */
const PAPER: Readonly<Record<string, Count>> = {
  "1 simple dense": (n, layers) => 4 * n ** 2 * layers,
  "2 simple dense": (n, layers) => 7 * n ** 3 * layers,
  "2 augment dense": (n, layers) => 11 * n ** 3 * layers,
  "3 simple dense": (n, layers) => (7 / 3) * n ** 4 * layers,
  "3 augment dense": (n, layers) => (7 / 3) * n ** 4 * layers,
  "3 simple shared-chain": (n, layers) => 30 * n ** 3 * layers ** 2,
  "3 augment-tree shared-chain": (n, layers) => 72 * n ** 3 * layers ** 2 + 264 * n ** 3 * layers,
  "4 simple dense": (n, layers) => (5 / 4) * n ** 5 * layers,
  "4 augment dense": (n, layers) => (5 / 4) * n ** 5 * layers,
  "4 simple shared-chain": (n, layers) => 24 * n ** 4 * layers ** 2,
};

/** What the paper states for what a row measured; null: nothing. */
export function paperFlops({ order, kind, form, width, depth }: Row): number | null {
  return PAPER[`${order} ${kind} ${form}`]?.(Number(width), Number(depth)) ?? null;
}
