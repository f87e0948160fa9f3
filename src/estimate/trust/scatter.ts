import type { BatchedMoments } from "../../sampling/batches.ts";

/** The covariance Σ of sampled means' errors, as far as it can be seen in batches: every number of it that bounds need. */
export interface Scatter {
  /** tr Σ: the sum of the squared standard errors. */
  readonly trace: number;
  /** The largest eigenvalue. */
  readonly largest: number;
  /** tr Σ/λ_max: how many independent outputs have errors like these; 1 where all err together. */
  readonly dimension: number;
  /** Inner products of the batches' deviations, scaled so that their trace is that of Σ; [batches, batches]. */
  readonly products: readonly Float64Array[];
  /** The eigenvector of `products` with the largest eigenvalue. */
  readonly direction: Float64Array;
}

/** Far more than it takes where eigenvalues matter: where two are close, either does. */
const ITERATIONS = 100;

/** What a scatter is made of; deviations are right up to a common factor. */
type Scattered = Pick<BatchedMoments, "deviations"> & {
  readonly output: Pick<BatchedMoments["output"], "standardError">;
};

/** Trace from the standard errors, which know more of it than batches; everything else from these. */
export function scatterOf({ output, deviations }: Scattered, iterations = ITERATIONS): Scatter {
  const trace = dot(output.standardError, output.standardError);
  const seen = deviations.reduce((sum, y) => sum + dot(y, y), 0);
  const scale = seen > 0 ? trace / seen : 0;
  const products = deviations.map((y) => Float64Array.from(deviations, (z) => scale * dot(y, z)));
  const { direction, largest } = dominant(products, iterations);
  return { trace, largest, dimension: largest > 0 ? trace / largest : 0, products, direction };
}

/** By power iteration, begun in the row with the largest diagonal entry. */
function dominant(
  matrix: readonly Float64Array[],
  iterations: number,
): { direction: Float64Array; largest: number } {
  const diagonal = matrix.map((row, i) => row[i]!);
  let direction = unit(matrix[diagonal.indexOf(Math.max(...diagonal))]!);
  for (let i = 0; i < iterations; i++) direction = unit(times(matrix, direction));
  return { direction, largest: dot(direction, times(matrix, direction)) };
}

function times(matrix: readonly Float64Array[], vector: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => dot(row, vector));
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Of length 1; zero stays zero. */
function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((x) => x / length) : vector;
}
