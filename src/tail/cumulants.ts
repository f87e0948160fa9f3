import type { Question } from "./question.ts";

/** κ1 to κ4. */
export type Cumulants = readonly [number, number, number, number];

/** k-statistics, unbiased estimates of cumulants (Fisher 1930), of one column of a row-major table of at least 4 rows. */
export function cumulantsOf(table: Float64Array, columns: number, column: number): Cumulants {
  const n = table.length / columns;
  let sum = 0;
  for (let at = column; at < table.length; at += columns) sum += table[at]!;
  const mean = sum / n;
  let [m2, m3, m4] = [0, 0, 0];
  for (let at = column; at < table.length; at += columns) {
    const d = table[at]! - mean;
    m2 += d * d;
    m3 += d * d * d;
    m4 += d * d * d * d;
  }
  const falling = n * (n - 1) * (n - 2);
  const k4 = (n * (n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3));
  return [mean, m2 / (n - 1), (n * n * m3) / falling, k4];
}

/** The outputs' own cumulants, of those of how far they are beyond their thresholds. */
export function outputCumulants(beyond: readonly Cumulants[], { thresholds, side }: Question) {
  const sign = side === "above" ? 1 : -1;
  const each = (of: (cumulants: Cumulants, at: number) => number) => Float64Array.from(beyond, of);
  return [
    each(([k1], at) => thresholds[at]! + sign * k1),
    each(([, k2]) => k2),
    each(([, , k3]) => sign * k3),
    each(([, , , k4]) => k4),
  ] as const;
}
