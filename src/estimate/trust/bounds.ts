import { dot, type Scatter } from "./scatter.ts";

/** Of each bound by itself: in so many cases the truth is on the other side. */
const LEVEL = 0.05;

/** What the samples' means may be off by, resample after resample: vectors ε that are Gaussian with their covariance. */
export interface Resamples {
  /** |ε|². */
  readonly square: Float64Array;
  /** ε along the direction in which it varies most. */
  readonly along: Float64Array;
}

/**
 * Σ g_b y_b with standard normals g_b has the covariance Σ y yᵀ, y the batches' deviations.
 *
 * @param normals one for each batch, resample after resample
 */
export function resample({ products, direction, largest }: Scatter, normals: Float64Array): Resamples {
  const batches = products.length;
  const count = normals.length / batches;
  const deviation = Math.sqrt(largest);
  const [square, along] = [new Float64Array(count), new Float64Array(count)];
  for (let k = 0; k < count; k++) {
    const g = normals.subarray(k * batches, (k + 1) * batches);
    square[k] = quadratic(products, g);
    along[k] = deviation * dot(g, direction);
  }
  return { square, along };
}

/** gᵀ M g of a symmetric matrix. */
function quadratic(matrix: readonly Float64Array[], g: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < g.length; i++) {
    const row = matrix[i]!;
    let below = 0;
    for (let j = 0; j < i; j++) below += row[j]! * g[j]!;
    sum += g[i]! * (row[i]! * g[i]! + 2 * below);
  }
  return sum;
}

/**
 * Bounds of |δ|², where d = δ + ε was seen. δ is taken to lie where ε varies most, which is the worst case: for each resample
 * there is one length of δ with |δ + ε| = |d|, and the bounds are quantiles of these lengths.
 *
 * The upper one is Read's (J. Phys. G 28 (2002) 2693): of the ε that are no longer than d, one in twenty may ask for a
 * longer δ. So it is not zero where samples happen to lie closer to the estimate than they should.
 *
 * @param seen |d|²
 */
export function bounds(seen: number, { square, along }: Resamples): { lower: number; upper: number } {
  const lengths = square.map((length, k) => {
    const within = along[k]! * along[k]! - length + seen;
    return within > 0 ? Math.max(0, Math.sqrt(within) - along[k]!) : 0;
  });
  lengths.sort();
  const shorter = square.reduce((count, length) => count + (length <= seen ? 1 : 0), 0);
  const lower = lengths[Math.floor(LEVEL * lengths.length)]!;
  const upper = lengths[lengths.length - 1 - Math.floor(LEVEL * shorter)]!;
  return { lower: lower * lower, upper: upper * upper };
}
