import { SMOOTH, type Smooth } from "../../src/activations/smooth.ts";
import { BigFloat } from "./big-float.ts";
import { normalPdf } from "./high-precision.ts";
import { SMOOTH_TWINS } from "./smooth-twin.ts";

/** Wick coefficients of the smooth activations, to the last bit of a double; see `wickGolden`. */
export interface WickGolden {
  readonly pairs: readonly (readonly [k: number, p: number])[];
  readonly cases: readonly WickGoldenCase[];
}

/** One list entry for each of `pairs`. */
export interface WickGoldenCase {
  readonly activation: Smooth;
  readonly mean: number;
  readonly variance: number;
  /** σ^−k Σ_j weight_j He_k(x_j) f(mean + σ x_j)^p over the 100 nodes: what the estimator defines. */
  readonly rule: readonly number[];
  /** The same sum of sizes, which rounding is measured against. */
  readonly scale: readonly number[];
  /** The expectation itself. */
  readonly integral: readonly number[];
}

const PAIRS = [
  ...[0, 1, 2, 3, 5, 8].map((k) => [k, 1] as const),
  ...[0, 1, 4].map((k) => [k, 2] as const),
  ...([
    [2, 3],
    [1, 4],
    [0, 6],
    [8, 6],
  ] as const),
] as const;

/** [mean, σ²]: σ from 0.05 to 2, |mean|/σ up to 10. */
const POINTS = [
  [0.3, 1],
  [-0.75, 0.25],
  [0.5, 0.0025],
  [-0.5, 0.0025],
  [1.25, 4],
  [-5, 0.25],
  [10, 1],
] as const;

/** Nodes x and weights (for the standard normal density) of a rule, and the values He_0(x) … He_8(x). */
interface Node {
  readonly x: BigFloat;
  readonly weight: BigFloat;
  readonly hermite: readonly BigFloat[];
}

/**
 * Computed with some 60 digits. The expectations are sums at the points i/STEPS, |i/STEPS| ≤ REACH, a rule whose
 * error for a function analytic within distance d of the real line is e^(−2π d STEPS): tanh and sigmoid at
 * σ = 2 have their poles at d = π/4 and more.
 */
export function wickGolden(): WickGolden {
  const [rule, fine] = [hermiteRule(), evenRule()];
  const cases = SMOOTH.flatMap((activation) =>
    POINTS.map(([mean, variance]) => {
      const sums = weighted(rule, activation, mean, variance);
      const integral = weighted(fine, activation, mean, variance).values;
      return { activation, mean, variance, rule: sums.values, scale: sums.sizes, integral };
    }),
  );
  return { pairs: PAIRS, cases };
}

const STEPS = 12;
const REACH = 13;

function evenRule(): Node[] {
  return Array.from({ length: 2 * STEPS * REACH + 1 }, (_, i) => {
    const x = BigFloat.of(i - STEPS * REACH).over(BigFloat.of(STEPS));
    return node(x, normalPdf(x).over(BigFloat.of(STEPS)));
  });
}

function hermiteRule(): Node[] {
  const factorial = Array.from({ length: 100 }, (_, i) => BigFloat.of(i + 1)).reduce((a, b) => a.times(b));
  return hermiteZeros().flatMap((zero) => {
    const slope = BigFloat.of(100).times(hermites(zero, 100)[99]!);
    const weight = factorial.over(slope.times(slope));
    return [node(zero, weight), node(zero.negated(), weight)];
  });
}

/** The positive zeros of He_100, by Newton's method from the signs on a grid. */
function hermiteZeros(): BigFloat[] {
  const at = (x: number) => hermites(BigFloat.of(x), 100)[100]!.isNegative;
  const starts = Array.from({ length: 20 * 16 }, (_, i) => i / 16).filter((x) => at(x) !== at(x + 1 / 16));
  return starts.map((start) => {
    let x = BigFloat.of(start + 1 / 32);
    for (let i = 0; i < 11; i++) {
      const values = hermites(x, 100);
      x = x.minus(values[100]!.over(BigFloat.of(100).times(values[99]!)));
    }
    return x;
  });
}

function node(x: BigFloat, weight: BigFloat): Node {
  return { x, weight, hermite: hermites(x, 8) };
}

/** He_0(x) … He_n(x). */
function hermites(x: BigFloat, n: number): BigFloat[] {
  const values = [BigFloat.of(1), x];
  for (let i = 1; i < n; i++) {
    values.push(x.times(values[i]!).minus(BigFloat.of(i).times(values[i - 1]!)));
  }
  return values;
}

function weighted(rule: readonly Node[], activation: Smooth, mean: number, variance: number) {
  const sigma = BigFloat.of(variance).sqrt();
  const values = rule.map(({ x }) => SMOOTH_TWINS[activation](BigFloat.of(mean).plus(sigma.times(x))));
  const sum = (k: number, p: number, change: (term: BigFloat) => BigFloat) =>
    rule
      .map(({ weight, hermite }, j) => change(weight.times(hermite[k]!).times(values[j]!.power(p))))
      .reduce((a, b) => a.plus(b))
      .over(sigma.power(k))
      .toNumber();
  const size = (x: BigFloat) => (x.isNegative ? x.negated() : x);
  return {
    values: PAIRS.map(([k, p]) => sum(k, p, (term) => term)),
    sizes: PAIRS.map(([k, p]) => sum(k, p, size)),
  };
}
