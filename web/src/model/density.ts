/** A piecewise constant density: cell i lies between edges i and i + 1. */
export interface Density {
  readonly edges: Float64Array;
  readonly values: Float64Array;
}

/** From what lies above each of some thresholds, as shares of the whole; several cells in one if asked for. */
export function densityOf(edges: Float64Array, above: Float64Array, every = 1): Density {
  const kept = edges.filter((_, i) => i % every === 0);
  const shares = above.filter((_, i) => i % every === 0);
  const values = shares.subarray(1).map((share, i) => (shares[i]! - share) / (kept[i + 1]! - kept[i]!));
  return { edges: kept, values };
}

/** How far sampled shares are from predicted ones: Σ |difference| / 2 over the cells, 0 to 1. */
export function distance(a: Density, b: Density): number {
  return a.values.reduce(
    (sum, value, i) => sum + (Math.abs(value - b.values[i]!) * (a.edges[i + 1]! - a.edges[i]!)) / 2,
    0,
  );
}
