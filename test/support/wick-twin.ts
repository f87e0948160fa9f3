import { BigFloat } from "./big-float.ts";
import { normalCdf, normalPdf } from "./high-precision.ts";

/** Wick coefficients by the formulas of spec section 5d as they stand, with digits to spare for what cancels. */

/** A Gaussian pre-activation and what every coefficient at it needs. */
export interface Gauss {
  readonly mu: BigFloat;
  readonly variance: BigFloat;
  readonly sigma: BigFloat;
  readonly alpha: BigFloat;
  readonly density: BigFloat;
  readonly distribution: BigFloat;
}

const ZERO = BigFloat.of(0);

export function gauss(mu: number, variance: number): Gauss {
  const exactVariance = BigFloat.of(variance);
  const sigma = exactVariance.sqrt();
  const alpha = BigFloat.of(mu).over(sigma);
  return {
    mu: BigFloat.of(mu),
    variance: exactVariance,
    sigma,
    alpha,
    density: normalPdf(alpha),
    distribution: normalCdf(alpha),
  };
}

/** w(k, p) of relu. */
export function reluWick(k: number, p: number, z: Gauss): BigFloat {
  if (k < p) return partMoment(p - k, z).times(BigFloat.of(factorial(p) / factorial(p - k)));
  return firstPower(k - p + 1, z).times(BigFloat.of(factorial(p)));
}

/** What rounding of w(k, p) is fairly measured against: where a Hermite polynomial has a zero, its terms' size. */
export function reluWickScale(k: number, p: number, z: Gauss): BigFloat {
  if (k <= p) return reluWick(k, p, z);
  const terms = hermiteTerms(k - p - 1).map(([power, c]) =>
    magnitude(z.alpha)
      .power(power)
      .times(BigFloat.of(Math.abs(c))),
  );
  return total(terms)
    .times(z.density)
    .times(z.sigma.power(p - k))
    .times(BigFloat.of(factorial(p)));
}

/** w(k, p) of positive·relu(z) + negative·relu(−z). */
export function twoSidedWick(k: number, p: number, positive: number, negative: number, z: Gauss): BigFloat {
  const mirrored = {
    ...z,
    mu: z.mu.negated(),
    alpha: z.alpha.negated(),
    distribution: normalCdf(z.alpha.negated()),
  };
  const right = BigFloat.of(positive)
    .power(p)
    .times(reluWick(k, p, z));
  const left = BigFloat.of(negative)
    .power(p)
    .times(reluWick(k, p, mirrored));
  return k % 2 === 0 ? right.plus(left) : right.minus(left);
}

/** E[Σ_j coefficients[j] z^j], by E[z^j] = Σ_i C(j, 2i) (2i−1)!! mu^(j−2i) variance^i. */
export function polynomialMean(coefficients: readonly number[], z: Gauss): BigFloat {
  return total(coefficients.map((c, j) => BigFloat.of(c).times(total(momentTerms(j, z)))));
}

function momentTerms(j: number, z: Gauss): BigFloat[] {
  return Array.from({ length: Math.floor(j / 2) + 1 }, (_, i) => {
    const pairings = factorial(j) / (factorial(j - 2 * i) * factorial(i) * 2 ** i);
    return z.mu
      .power(j - 2 * i)
      .times(z.variance.power(i))
      .times(BigFloat.of(pairings));
  });
}

/** E[z^j; z > 0]. */
function partMoment(j: number, z: Gauss): BigFloat {
  if (j === 0) return z.distribution;
  if (j === 1) return z.mu.times(z.distribution).plus(z.sigma.times(z.density));
  return z.mu
    .times(partMoment(j - 1, z))
    .plus(z.variance.times(BigFloat.of(j - 1)).times(partMoment(j - 2, z)));
}

/** w(k, 1), k ≥ 1. */
function firstPower(k: number, z: Gauss): BigFloat {
  if (k === 1) return z.distribution;
  const polynomial = total(
    hermiteTerms(k - 2).map(([power, c]) => z.alpha.power(power).times(BigFloat.of(c))),
  );
  const value = polynomial.times(z.density).times(z.sigma.power(1 - k));
  return k % 2 === 0 ? value : value.negated();
}

/** The terms [power, coefficient] of He_n: Σ_i (−1)^i n!/(i! (n−2i)! 2^i) x^(n−2i). */
function hermiteTerms(n: number): [number, number][] {
  return Array.from({ length: Math.floor(n / 2) + 1 }, (_, i) => [
    n - 2 * i,
    ((-1) ** i * factorial(n)) / (factorial(i) * factorial(n - 2 * i) * 2 ** i),
  ]);
}

function total(terms: readonly BigFloat[]): BigFloat {
  return terms.reduce((sum, term) => sum.plus(term), ZERO);
}

function magnitude(x: BigFloat): BigFloat {
  return x.isNegative ? x.negated() : x;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
