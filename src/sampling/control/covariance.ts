import type { WickSource } from "../../activations/activation.ts";
import type { Matrix } from "../../network/network.ts";
import { NODES, WEIGHTS } from "./gauss-legendre.ts";

/** Neurons' Gaussian pre-activations, and what is known of their activations. */
export interface Neurons {
  readonly mean: Float64Array;
  /** Their covariance; its diagonal is their variance. */
  readonly covariance: Matrix;
  readonly source: WickSource;
  /** E[φ^(k)(z)] of each, from k = 0 on; of a polynomial all that are not zero, else at least k = 1. */
  readonly derivatives: readonly Float64Array[];
  /** Of φ(z). */
  readonly variance: Float64Array;
}

/** Whether there is a closed form of Cov(φ(z_i), φ(z_j)), or one integral. */
export function hasCovariance({ family }: WickSource): boolean {
  return family === "two-sided" || family === "polynomial";
}

/** Cov(φ(z_i), φ(z_j)) of all pairs, exactly; some rows at a time with a yield after each. `exp`: the kernels'. */
export function* activationCovariance(
  neurons: Neurons,
  exp: (x: number) => number,
): Generator<void, Matrix & { readonly data: Float64Array }> {
  const n = neurons.mean.length;
  const data = new Float64Array(n * n);
  const of = neurons.source.family === "polynomial" ? finiteSeries(neurons) : oneIntegral(neurons, exp);
  for (let i = 0; i < n; i++) {
    data[i * n + i] = neurons.variance[i]!;
    for (let j = 0; j < i; j++) {
      const found = of(i, j);
      data[i * n + j] = found;
      data[j * n + i] = found;
    }
    yield;
  }
  return { rows: n, columns: n, data };
}

/** Operations of `oneIntegral`, for each node and its negative, and beside them. */
const [PER_NODE, PER_PAIR] = [48, 16];

/** Operations of `activationCovariance`, an exponential and a root among them counted as one each. */
export function covarianceFlops(n: number, source: WickSource): number {
  const each =
    source.family === "polynomial"
      ? 5 * (source.coefficients.length - 1)
      : PER_NODE * NODES.length + PER_PAIR;
  return (each * n * (n - 1)) / 2;
}

/** Σ_k E[φ^(k)(z_i)] E[φ^(k)(z_j)] Σ_ij^k / k!, which ends for a polynomial. */
function finiteSeries({ covariance, derivatives }: Neurons): (i: number, j: number) => number {
  const { columns, data } = covariance;
  return (i, j) => {
    let [sum, power] = [0, 1];
    for (let k = 1; k < derivatives.length; k++) {
      power *= data[i * columns + j]! / k;
      sum += power * derivatives[k]![i]! * derivatives[k]![j]!;
    }
    return sum;
  };
}

/**
 * For p·relu(z) + q·relu(−z), φ'' = (p + q) δ, so that by Price's theorem (1958) with σ_i, σ_j, a = μ_i/σ_i, b = μ_j/σ_j
 *
 *   Cov = E[φ'(z_i)] E[φ'(z_j)] Σ_ij + (p + q)² σ_i σ_j ∫_0^ρ (ρ − t) φ₂(a, b; t) dt,
 *
 * φ₂ the density of two standard normals of correlation t. With t = 2w/(1 + w²) the root in it is a quotient,
 *
 *   φ₂ dt = exp(−(a − b)²/(2(1 − t²)) − ab/(1 + t)) / (π (1 + w²)) dw.
 */
function oneIntegral(
  { mean, covariance, source, derivatives }: Neurons,
  exp: (x: number) => number,
): (i: number, j: number) => number {
  const { columns, data } = covariance;
  const jump = source.family === "two-sided" ? (source.positive + source.negative) ** 2 / Math.PI : 0;
  const sigma = mean.map((_, i) => Math.sqrt(data[i * columns + i]!));
  const slope = derivatives[1]!;
  return (i, j) => {
    const [own, scale] = [data[i * columns + j]!, sigma[i]! * sigma[j]!];
    if (scale === 0) return 0;
    const rho = Math.max(-1, Math.min(1, own / scale));
    const [a, b] = [mean[i]! / sigma[i]!, mean[j]! / sigma[j]!];
    const half = rho / (1 + Math.sqrt(1 - rho * rho)) / 2;
    let sum = 0;
    for (let node = 0; node < NODES.length; node++) {
      const away = half * NODES[node]!;
      sum +=
        WEIGHTS[node]! * (integrand(half + away, rho, a, b, exp) + integrand(half - away, rho, a, b, exp));
    }
    return slope[i]! * slope[j]! * own + jump * scale * half * sum;
  };
}

/** e^-FAR is nothing beside what is summed. */
const FAR = 700;

function integrand(w: number, rho: number, a: number, b: number, exp: (x: number) => number): number {
  const size = 1 + w * w;
  const cosine = (1 - w * w) / size;
  // φ₂(a, b; t) = φ₂(a, −b; −t), of which the one with t ≥ 0 subtracts nothing.
  const c = w < 0 ? -b : b;
  const exponent = ((a - c) / cosine) ** 2 / 2 + (a * c * size) / (1 + Math.abs(w)) ** 2;
  if (exponent > FAR) return 0;
  // Without means it is 0, and calls of the kernels would take most of the time.
  return ((rho - (2 * w) / size) * (exponent === 0 ? 1 : exp(-exponent))) / size;
}
