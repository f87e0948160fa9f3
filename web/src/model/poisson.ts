/** Standard deviations of a 95 % interval. */
const Z = 1.96;

/** A 95 % interval for the expectation of a count (Wilson and Hilferty 1931); the count is at least 1. */
export function countInterval(count: number): [number, number] {
  const cube = (c: number, z: number) => c * (1 - 1 / (9 * c) + z / (3 * Math.sqrt(c))) ** 3;
  return [cube(count, -Z), cube(count + 1, Z)];
}
