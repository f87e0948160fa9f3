export function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, x) => total + x, 0);
}

export function product(values: readonly number[]): number {
  return values.reduce((total, x) => total * x, 1);
}

/** How often each value occurs, values compared by their JSON text. */
export function multiplicities<T>(values: readonly T[]): Map<string, { value: T; count: number }> {
  const found = new Map<string, { value: T; count: number }>();
  for (const value of values) {
    const key = JSON.stringify(value);
    const entry = found.get(key);
    if (entry) entry.count++;
    else found.set(key, { value, count: 1 });
  }
  return found;
}

/** All orderings of 0 … n−1. */
export function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}
