import type { PlannedSource } from "../activations/activation.ts";
import type { Order } from "../combinatorics/tracked.ts";
import type { Network } from "../network/network.ts";
import type { MethodOptions } from "./options.ts";
import { type EstimatePlan, planning } from "./plan.ts";

/**
 * The plans of all lower orders, kind simple, for the output alone; order 2's with its variances, unless the output is a tail.
 * They cost little beside the highest, and tell whether successive orders converge.
 */
export function* lowerPlans(
  network: Network,
  options: MethodOptions,
  end: PlannedSource | null,
): Generator<void, EstimatePlan[]> {
  const { order = 2, form: _, ...rest } = options;
  const lower = ([1, 2, 3] as const).filter((k): k is Order & (1 | 2 | 3) => k < order);
  const bare = { ...rest, kind: "simple", layers: false, cumulants: false } as const;
  const plans: EstimatePlan[] = [];
  for (const k of lower) {
    plans.push(yield* planning(network, { ...bare, order: k }, end, k === 2 && end === null));
  }
  return plans;
}
