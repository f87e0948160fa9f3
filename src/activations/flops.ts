import type { PlannedSource, WickSource } from "./activation.ts";
import { polynomialPower } from "./polynomial.ts";
import { QUADRATURE_NODES } from "./quadrature.ts";
import type { Smooth } from "./smooth.ts";

/**
 * Floating-point operations of one Wick coefficient w(k, p) per neuron on the kernels' longest path (+ − × ÷ √
 * count one each), read off assembly/: wick.ts, quadrature.ts, elementary.ts, normal.ts, sine.ts and
 * gaussian.ts.
 * Not counted: a quadrature's weights, made once for many neurons.
 */
export function wickFlops(source: PlannedSource, k: number, p: number): number {
  switch (source.family) {
    case "two-sided":
      return sides(source.positive, source.negative) * reluFlops(k, p);
    case "step":
      return sides(source.above, source.below) * reluFlops(k + 1, 1);
    case "polynomial":
      return 6 * Math.max(0, polynomialPower(source.coefficients, p).length - 1 - k);
    case "quadrature":
      return QUADRATURE_NODES * (smoothFlops(source) + p + 2) + k + 4;
    case "tail":
      return reluFlops(k + 1, 1);
  }
}

function sides(right: number, left: number): number {
  return (right !== 0 ? 1 : 0) + (left !== 0 ? 1 : 0);
}

/** One side, relu's own. */
function reluFlops(k: number, p: number): number {
  if (k < p) return 146 + 4 * (p - k) + k;
  return k === p ? 146 + k : 86 + 4 * (k - p) + p;
}

/** One value; of a caller's own function nothing is known, and it counts one. */
function smoothFlops({ of }: WickSource & { family: "quadrature" }): number {
  return typeof of === "function" ? 1 : SMOOTH_FLOPS[of];
}

const SMOOTH_FLOPS: Readonly<Record<Smooth, number>> = {
  tanh: 37,
  sigmoid: 37,
  gelu: 123,
  silu: 41,
  softplus: 65,
  erf: 157,
  sin: 45,
};
