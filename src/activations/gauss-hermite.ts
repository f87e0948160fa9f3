/** A rule for averages over a standard Gaussian: Σ weights[j] f(nodes[j]), exact for polynomials of degree below 2n. */
export interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Halvings of an interval: all of a double's bits. */
const HALVINGS = 64;

/**
 * Gauss and Hermite's rule of n nodes, by sums, products, quotients and roots in a fixed order, so that it is the same everywhere.
 * Nodes are the zeros of the orthonormal Hermite polynomial h_n, found by halving intervals: in h_0 … h_n at x there are as many
 * changes of sign as h_n has zeros above x (Sturm). A weight is 1/Σ_{k<n} h_k² at its node (Christoffel).
 */
export function gaussHermite(n: number): Rule {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  // All zeros are within ±2√n.
  const bound = 2 * Math.sqrt(n);
  for (let j = 0; j < n; j++) {
    let [low, high] = [-bound, bound];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (at(n, middle).above > j) low = middle;
      else high = middle;
    }
    nodes[j] = (low + high) / 2;
    weights[j] = 1 / at(n, nodes[j]!).squares;
  }
  return { nodes, weights };
}

/** Zeros of h_n above x, and Σ_{k<n} h_k(x)², by h_{k+1} = (x h_k − √k h_{k−1})/√(k+1). */
function at(n: number, x: number): { above: number; squares: number } {
  let [before, value, above, squares] = [0, 1, 0, 0];
  for (let k = 0; k < n; k++) {
    squares += value * value;
    const next = (x * value - Math.sqrt(k) * before) / Math.sqrt(k + 1);
    if (next < 0 !== value < 0) above++;
    before = value;
    value = next;
  }
  return { above, squares };
}
