/** A power law through points, found by least squares of logarithms, all points alike. */
export interface Slope {
  readonly exponent: number;
  /** Of the exponent, from how far the points lie off the line; null for two points. */
  readonly error: number | null;
}

/** @param points positive, at two places or more; otherwise null */
export function slope(points: readonly { readonly x: number; readonly y: number }[]): Slope | null {
  const logs = points.filter(({ y }) => y > 0).map(({ x, y }) => [Math.log(x), Math.log(y)] as const);
  const count = logs.length;
  const average = (of: (point: readonly [number, number]) => number) =>
    logs.reduce((sum, point) => sum + of(point), 0) / count;
  const [x0, y0] = [average(([x]) => x), average(([, y]) => y)];
  const square = average(([x]) => (x - x0) ** 2);
  if (count < 2 || square === 0) return null;
  const exponent = average(([x, y]) => (x - x0) * (y - y0)) / square;
  const residual = average(([x, y]) => (y - y0 - exponent * (x - x0)) ** 2);
  return { exponent, error: count > 2 ? Math.sqrt(residual / square / (count - 2)) : null };
}

/** "−3.02 ± 0.05" */
export function slopeText(fitted: Slope | null): string {
  if (fitted === null) return "";
  const { exponent, error } = fitted;
  const text = exponent.toFixed(2).replace("-", "−");
  return error === null ? text : `${text} ± ${error.toFixed(2)}`;
}
