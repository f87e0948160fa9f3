import type { WickSource } from "./activation.ts";
import { polynomialPower } from "./polynomial.ts";

/**
 * Floating-point operations of one Wick coefficient w(k, p) per neuron on the kernels' longest path (+ − × ÷ √
 * count one each), read off assembly/wick.ts and assembly/gaussian.ts.
 */
export function wickFlops(activation: WickSource, k: number, p: number): number {
  if (activation.family === "polynomial") {
    return 6 * Math.max(0, polynomialPower(activation.coefficients, p).length - 1 - k);
  }
  const sides = (activation.positive !== 0 ? 1 : 0) + (activation.negative !== 0 ? 1 : 0);
  return sides * reluFlops(k, p);
}

/** One side, relu's own. */
function reluFlops(k: number, p: number): number {
  if (k < p) return 146 + 4 * (p - k) + k;
  return k === p ? 146 + k : 86 + 4 * (k - p) + p;
}
