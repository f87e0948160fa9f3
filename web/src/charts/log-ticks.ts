/** Powers of ten within a range, thinned to at most so many. */
export function powersOfTen([low, high]: readonly [number, number], most: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  const exponents: number[] = [];
  for (let e = Math.ceil(first / step) * step; e <= last; e += step) exponents.push(e);
  return exponents;
}

/** The decades, and the halves of them, that hold all values with some air. */
export function logDomain(values: readonly number[], least: number): [number, number] {
  const logs = values.filter((x) => x > 0 && Number.isFinite(x)).map(Math.log10);
  if (logs.length === 0) return [10 ** -least, 1];
  let [low, high] = [Math.min(...logs) - 0.25, Math.max(...logs) + 0.25];
  const lack = least - (high - low);
  if (lack > 0) [low, high] = [low - lack / 2, high + lack / 2];
  return [10 ** low, 10 ** high];
}
