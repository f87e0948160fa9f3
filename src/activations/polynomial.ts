import type { Activation } from "./activation.ts";

/** Σ_j coefficients[j] z^j. */
export function polynomial(coefficients: readonly number[]): Activation {
  // A zero has no sign where plans are sent to threads as text.
  const unsigned = coefficients.map((c) => c + 0);
  return { name: "polynomial", wick: { family: "polynomial", coefficients: unsigned }, critical: null };
}

/** The coefficients (rising powers) of phi^p. */
export function polynomialPower(coefficients: readonly number[], p: number): number[] {
  let power = [1];
  for (let i = 0; i < p; i++) power = multiply(power, coefficients);
  return power;
}

/** The coefficients of the k-th derivative; at least one. */
export function polynomialDerivative(coefficients: readonly number[], k: number): number[] {
  let derivative = [...coefficients];
  for (let i = 0; i < k; i++) derivative = derivative.slice(1).map((c, j) => c * (j + 1));
  return derivative.length > 0 ? derivative : [0];
}

function multiply(a: readonly number[], b: readonly number[]): number[] {
  const product = Array<number>(a.length + b.length - 1).fill(0);
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      product[i + j]! += x * y;
    });
  });
  return product;
}
