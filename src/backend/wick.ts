import type { PlannedSource } from "../activations/activation.ts";
import { polynomialDerivative, polynomialPower } from "../activations/polynomial.ts";
import { QUADRATURE_NEURONS, QUADRATURE_NODES } from "../activations/quadrature.ts";
import type { RealFunction, Smooth } from "../activations/smooth.ts";
import { stepPower } from "../activations/step.ts";
import { applySmooth, type SmoothKernel } from "./apply-smooth.ts";
import type { Arena } from "./arena.ts";
import { bytesPerElement, type Dtype } from "./dtype.ts";
import type { Kernels, Pointer } from "./instance.ts";

/** Vectors of n numbers, and as much room as plan/memory.ts says. */
export interface WickVectors {
  readonly n: number;
  readonly mean: Pointer;
  readonly variance: Pointer;
  readonly out: Pointer;
  readonly workspace: Pointer;
}

/** out = w(k, p) = E[(d/dz)^k φ(z)^p], z ~ N(mean, variance), entry by entry. */
export function wickCoefficients(
  kernels: Kernels,
  arena: Arena,
  dtype: Dtype,
  activation: PlannedSource,
  k: number,
  p: number,
  vectors: WickVectors,
): void {
  const { n, mean, variance, out, workspace } = vectors;
  const twoSided = (order: number, power: number, positive: number, negative: number, scaled: number) =>
    kernels[`wickTwoSided_${dtype}`]!(n, order, power, positive, negative, mean, variance, out, scaled);
  switch (activation.family) {
    case "two-sided":
      twoSided(k, p, activation.positive, activation.negative, 0);
      return;
    case "step": {
      // The p-th power of a step is the derivative of above^p relu(z) − below^p relu(−z).
      const { above, below } = stepPower(activation, p);
      twoSided(k + 1, 1, above, -below, 0);
      return;
    }
    case "polynomial": {
      const coefficients = polynomialDerivative(polynomialPower(activation.coefficients, p), k);
      arena.f64(workspace, coefficients.length).set(coefficients);
      const degree = coefficients.length - 1;
      kernels[`wickPolynomial_${dtype}`]!(n, degree, workspace, mean, variance, out);
      return;
    }
    case "tail":
      twoSided(k + 1, 1, 1, 0, 1);
      return;
    case "quadrature":
      quadrature(kernels, arena, dtype, activation.of, k, p, vectors);
  }
}

/** Some neurons at a time: the points, the function on them, the sums. */
function quadrature(
  kernels: Kernels,
  arena: Arena,
  dtype: Dtype,
  of: Smooth | RealFunction,
  k: number,
  p: number,
  { n, mean, variance, out, workspace }: WickVectors,
): void {
  const values = workspace + 4 * QUADRATURE_NODES;
  const kernel = kernels.smooth_f64 as SmoothKernel;
  for (let done = 0; done < n; done += QUADRATURE_NEURONS) {
    const count = Math.min(QUADRATURE_NEURONS, n - done);
    const [m, v, to] = [mean, variance, out].map((at) => at + done * bytesPerElement(dtype)) as [
      Pointer,
      Pointer,
      Pointer,
    ];
    kernels[`quadraturePoints_${dtype}`]!(count, m, v, values);
    const rows = { rows: 1, columns: count * QUADRATURE_NODES, pointer: values, ld: 0 };
    applySmooth(of, rows, { arena, dtype: "f64", kernel });
    kernels[`quadratureSums_${dtype}`]!(count, k, p, v, values, workspace, to);
  }
}
