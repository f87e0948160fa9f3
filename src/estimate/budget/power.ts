/** x^n for a whole n ≥ 0, by multiplying: `**` may differ in its last bit from one engine to the next. */
export function power(x: number, n: number): number {
  let product = 1;
  for (let i = 0; i < n; i++) product *= x;
  return product;
}
