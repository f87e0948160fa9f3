import { factorial } from "./counting.ts";

/**
 * A_j = Σ_{q=r}^{j} a_j(q), the coefficient of R^{j−r} L^j in the projection of a degree-d tensor onto the
 * components with at least r factors |x|², width n (spec section 5c).
 */
export function projectionCoefficient(d: number, r: number, j: number, n: number): number {
  let total = 0;
  for (let q = r; q <= j; q++) total += summand(d, q, j, n);
  return total;
}

/** a_j(q). The spec's factor t = q − 1 is left out of its product on both sides: no 0/0 at small n. */
function summand(d: number, q: number, j: number, n: number): number {
  const c = d - q + n / 2 - 1;
  let denominator = 4 ** j * factorial(q) * factorial(j - q) * c;
  for (let t = 0; t < j; t++) if (t !== q - 1) denominator *= 1 - c + t;
  return (q % 2 === 1 ? 1 : -1) / denominator;
}
