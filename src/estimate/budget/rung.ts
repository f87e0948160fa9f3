import { MEMORY_LIMIT } from "../../backend/arena.ts";
import type { Kind, Order } from "../../combinatorics/tracked.ts";
import type { Network } from "../../network/network.ts";
import type { ExecutionResult } from "../../plan/execute.ts";
import type { EstimatePlan } from "../plan.ts";
import { power } from "./power.ts";

/** An estimator that a budget may pay for. */
export interface Rung {
  readonly order: Order;
  readonly kind: Kind;
  /** Indices of the rungs that run before it, of which its ladder is made. */
  readonly below: readonly number[];
}

/** From the cheapest to the dearest, the dense forms' kinds left out: they cost more than what they gain. */
export const RUNGS: readonly Rung[] = [
  { order: 1, kind: "simple", below: [] },
  { order: 2, kind: "simple", below: [0] },
  { order: 2, kind: "augment", below: [0] },
  { order: 3, kind: "simple", below: [0, 1] },
  { order: 3, kind: "augment-tree", below: [0, 1] },
  { order: 4, kind: "simple", below: [0, 1, 3] },
];

/** A rung that has run. */
export interface Climbed {
  readonly planned: EstimatePlan;
  readonly result: ExecutionResult;
  readonly mean: Float64Array;
  /** How many computed. */
  readonly threads: number;
}

export function fits({ bytes }: EstimatePlan): boolean {
  return bytes <= MEMORY_LIMIT;
}

/**
 * About what an order costs, for it to be worth a plan: operations and FLOPs, low rather than high. Fitted to the plans of
 * networks 16 to 512 wide and 1 to 32 layers deep.
 */
export function roughCost({ layers }: Network, { order, kind }: Rung): { flops: number; operations: number } {
  const between = layers.slice(1, -1);
  const { flops, linear, quadratic } = ROUGH[`${order} ${kind}`]!;
  const products = between.reduce(
    (sum, { weight }) => sum + weight.rows * power(weight.columns, Math.max(1, order - 1)),
    0,
  );
  const depth = layers.length;
  return { flops: flops * products, operations: linear * depth + quadratic * depth * depth };
}

const ROUGH: Readonly<Record<string, { flops: number; linear: number; quadratic: number }>> = {
  "1 simple": { flops: 2, linear: 9, quadratic: 0 },
  "2 simple": { flops: 2, linear: 10, quadratic: 0 },
  "2 augment": { flops: 3, linear: 40, quadratic: 0 },
  "3 simple": { flops: 12, linear: 0, quadratic: 6 },
  "3 augment-tree": { flops: 35, linear: 0, quadratic: 22 },
  "4 simple": { flops: 10, linear: 0, quadratic: 120 },
};
