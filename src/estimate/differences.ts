import type { Network } from "../network/network.ts";

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

/** Σ 1/width over the layers with an activation, of which errors are powers (spec section 10). */
export function narrowness({ layers }: Network): number {
  const hidden = layers.filter(({ activation }) => activation !== null);
  return hidden.reduce((total, { weight }) => total + 1 / weight.rows, 0);
}

/**
 * The mean squared error to expect of the highest order: the last difference, which is the error of the order below, times
 * what an order gains. That is the least of what each has gained before it, of what theory promises of random weights,
 * Σ 1/width, and of order 1's error relative to the outputs' variance, as a deviation: where that is large, weights are not what
 * theory is about. null without differences. Measured: docs/trust.md.
 *
 * @param variance the outputs' mean variance; null: not known
 */
export function expectedError(
  differences: readonly number[],
  narrow: number,
  variance: number | null,
): number | null {
  const [first] = differences;
  const last = differences.at(-1);
  if (first === undefined || last === undefined) return null;
  const gains = differences.slice(1).map((x, k) => (x === 0 ? 0 : x / differences[k]!));
  if (variance !== null && first > 0) gains.push(Math.sqrt(first / variance));
  return last * Math.min(1, Math.max(narrow, ...gains));
}
