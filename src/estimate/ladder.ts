import type { Order } from "../combinatorics/tracked.ts";
import type { Network } from "../network/network.ts";
import type { MethodOptions } from "./options.ts";
import { type EstimatePlan, planChecked } from "./plan.ts";

/**
 * The plans of all lower orders, kind simple, for the output alone. They cost little beside the highest, and tell
 * whether successive orders converge.
 */
export function lowerPlans(network: Network, options: MethodOptions): EstimatePlan[] {
  const { order = 2, form: _, ...rest } = options;
  const lower = ([1, 2, 3] as const).filter((k): k is Order & (1 | 2 | 3) => k < order);
  const bare = { ...rest, kind: "simple", layers: false, cumulants: false } as const;
  return lower.map((k) => planChecked(network, { ...bare, order: k }));
}

/** Mean over outputs of the squared difference between each order's means and the next one's. */
export function squaredDifferences(means: readonly Float64Array[]): number[] {
  return means.slice(1).map((mean, k) => meanSquare(mean.map((x, i) => x - means[k]![i]!)));
}

export function meanSquare(values: Float64Array): number {
  return values.reduce((total, x) => total + x * x, 0) / values.length;
}

/** Whether the last two orders differ by more than any two before them: the ladder does not descend. */
export function diverges(differences: readonly number[]): boolean {
  const last = differences.at(-1);
  return last !== undefined && differences.slice(0, -1).some((earlier) => last > earlier);
}

/**
 * The mean squared error to expect of the highest order: the difference between orders K and K+1 is order K's error,
 * and errors fall geometrically (observed on wide networks). null with fewer than two differences.
 */
export function expectedError(differences: readonly number[]): number | null {
  const [before, last] = differences.slice(-2);
  if (before === undefined || last === undefined) return null;
  return last === 0 ? 0 : last ** 2 / before;
}
