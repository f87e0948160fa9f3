/** Columns of c that are computed together: their rows of b stay in the first-level cache. */
const BLOCK = 16;

/**
 * c = a · bᵀ in plain JavaScript: c of shape [m, n], a [m, k], b [n, k], Float64Arrays, m a multiple of 4, n of 16. Tiles
 * of 4×2 sums, which V8 keeps in registers; larger ones and Float32Arrays are no faster, smaller ones slower. `lower`: only the
 * tiles that the lower triangle touches.
 */
export function product(m, n, k, a, b, c, lower = false) {
  for (let from = 0; from < n; from += BLOCK) {
    for (let i = lower ? from : 0; i < m; i += 4) {
      for (let j = from; j < from + BLOCK; j += 2) tile(i, j, n, k, a, b, c);
    }
  }
}

function tile(i, j, n, k, a, b, c) {
  let [c00, c01, c10, c11] = [0, 0, 0, 0];
  let [c20, c21, c30, c31] = [0, 0, 0, 0];
  const [a0, a1, a2, a3] = [i * k, (i + 1) * k, (i + 2) * k, (i + 3) * k];
  const [b0, b1] = [j * k, (j + 1) * k];
  for (let t = 0; t < k; t++) {
    const x0 = a[a0 + t];
    const x1 = a[a1 + t];
    const x2 = a[a2 + t];
    const x3 = a[a3 + t];
    const y0 = b[b0 + t];
    const y1 = b[b1 + t];
    c00 += x0 * y0;
    c01 += x0 * y1;
    c10 += x1 * y0;
    c11 += x1 * y1;
    c20 += x2 * y0;
    c21 += x2 * y1;
    c30 += x3 * y0;
    c31 += x3 * y1;
  }
  const at = i * n + j;
  c[at] = c00;
  c[at + 1] = c01;
  c[at + n] = c10;
  c[at + n + 1] = c11;
  c[at + 2 * n] = c20;
  c[at + 2 * n + 1] = c21;
  c[at + 3 * n] = c30;
  c[at + 3 * n + 1] = c31;
}
