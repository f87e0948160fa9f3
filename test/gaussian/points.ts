/** `count` points from `from` to `to`, evenly spaced but for a fixed jitter that uses all of a double's bits. */
export function spread(from: number, to: number, count: number): number[] {
  const golden = (Math.sqrt(5) - 1) / 2;
  return Array.from({ length: count }, (_, i) => {
    const jitter = (i * golden) % 1;
    return from + ((to - from) * (i + jitter)) / count;
  });
}

/** Each point with the doubles just below and above it. */
export function withNeighbours(points: readonly number[]): number[] {
  return points.flatMap((x) => [neighbour(x, -1), x, neighbour(x, 1)]);
}

/** The next double after the finite x ≠ 0 in the direction of `sign`. */
export function neighbour(x: number, sign: 1 | -1): number {
  const bits = new BigInt64Array(1);
  const value = new Float64Array(bits.buffer);
  value[0] = x;
  bits[0]! += BigInt(x > 0 ? sign : -sign);
  return value[0]!;
}
