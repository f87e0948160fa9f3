/** assembly/moments.ts in plain TypeScript, the same sums in the same order. */

export interface RowMoments {
  readonly mean: number;
  readonly m2: number;
}

/** Four partial sums up to the last multiple of four, then one by one. */
function orderedSum(values: readonly number[]): number {
  const whole = values.length - (values.length % 4);
  const s = [0, 0, 0, 0];
  for (let c = 0; c < whole; c++) s[c % 4]! += values[c]!;
  return values.slice(whole).reduce((sum, x) => sum + x, s[0]! + s[2]! + (s[1]! + s[3]!));
}

export function rowMomentsTwin(values: readonly number[]): RowMoments {
  const mean = orderedSum(values) / values.length;
  return { mean, m2: orderedSum(values.map((x) => (x - mean) * (x - mean))) };
}

export function mergeTwin(a: RowMoments, count: number, b: RowMoments, added: number): RowMoments {
  const share = added / (count + added);
  const delta = b.mean - a.mean;
  return { mean: a.mean + delta * share, m2: a.m2 + b.m2 + delta * delta * (count * share) };
}
