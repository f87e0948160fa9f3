/** The value below which a part `q` of the values lies, between neighbours by linear interpolation. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((x, y) => x - y);
  const at = q * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (at - Math.floor(at)) * (above - below);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The median over rounds of a / b in the same round. */
export function ratio(a: readonly number[], b: readonly number[]): number {
  return median(a.map((x, round) => x / b[round]!));
}

/** The least of several lists in each round. */
export function least(lists: readonly (readonly number[])[]): number[] {
  return lists[0]!.map((_, round) => Math.min(...lists.map((list) => list[round]!)));
}
