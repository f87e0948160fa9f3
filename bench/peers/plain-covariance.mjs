import { product } from "./plain-product.mjs";

/** What a variance is taken to be at least (spec section 5). */
const FLOOR = 1e-10;

/**
 * E[outputs] by order 2 simple in plain JavaScript, with the savings that kprop's plan has: the input's covariance is
 * the identity, W C Wᵀ is symmetric, of the last hidden layer only variances are needed.
 */
export function plainMeans(width, matrices) {
  const n = width;
  let mean = new Float64Array(n);
  let covariance = null;
  for (const [layer, weight] of matrices.slice(0, -1).entries()) {
    mean = timesVector(weight, mean);
    const rows = weightTimes(weight, covariance, n);
    const last = layer === matrices.length - 2;
    const next = last ? null : symmetric(rows, weight, n);
    const wick = rectified(mean, diagonal(rows, weight, n));
    if (next) correlate(next, wick, n);
    covariance = next;
    mean = wick.mean;
  }
  return timesVector(matrices.at(-1), mean);
}

/** W C, the covariance null for the identity. */
function weightTimes(weight, covariance, n) {
  if (covariance === null) return weight;
  const rows = new Float64Array(n * n);
  product(n, n, n, weight, covariance, rows);
  return rows;
}

/** a · bᵀ, known to be symmetric. */
function symmetric(a, b, n) {
  const c = new Float64Array(n * n);
  product(n, n, n, a, b, c, true);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) c[j * n + i] = c[i * n + j];
  return c;
}

/** The diagonal of a · bᵀ. */
function diagonal(a, b, n) {
  const d = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = i * n; k < (i + 1) * n; k++) sum += a[k] * b[k];
    d[i] = sum;
  }
  return d;
}

function timesVector(matrix, x) {
  const y = new Float64Array(matrix.length / x.length);
  for (let i = 0; i < y.length; i++) {
    let sum = 0;
    for (let k = 0; k < x.length; k++) sum += matrix[i * x.length + k] * x[k];
    y[i] = sum;
  }
  return y;
}

/** Mean, variance and E[relu'] of relu(z), z ~ N(mean, variance) entry by entry: w(0,1), w(0,2) − w(0,1)² and w(1,1). */
function rectified(mean, variance) {
  const n = mean.length;
  const result = { mean: new Float64Array(n), variance: new Float64Array(n), slope: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    const v = Math.max(variance[i], FLOOR);
    const deviation = Math.sqrt(v);
    const { density, distribution } = normal(mean[i] / deviation);
    const first = deviation * density + mean[i] * distribution;
    result.mean[i] = first;
    result.variance[i] = mean[i] * first + v * distribution - first * first;
    result.slope[i] = distribution;
  }
  return result;
}

/**
 * φ and Φ: Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …), all terms of one sign (Abramowitz & Stegun 26.2.11). Beyond 9
 * deviations Φ is 0 or 1 to 1e-18.
 */
function normal(x) {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) > 9) return { density, distribution: x > 0 ? 1 : 0 };
  let sum = 0;
  let term = x;
  for (let k = 3; sum + term !== sum; k += 2) {
    sum += term;
    term *= (x * x) / k;
  }
  return { density, distribution: 0.5 + density * sum };
}

/** The covariance of relu(z) from that of z, in place: w(1,1)_i w(1,1)_j κ_ij off the diagonal. */
function correlate(covariance, { slope, variance }, n) {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) covariance[i * n + j] *= slope[i] * slope[j];
    covariance[i * n + i] = variance[i];
  }
}
