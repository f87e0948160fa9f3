import type { Activation, WickSource } from "../activations/activation.ts";
import { SMOOTH } from "../activations/smooth.ts";

/** Whether it is an activation: a name, and a Wick source with the numbers or the function of its family. */
export function isActivation(value: unknown): value is Activation {
  const { name, wick } = (value ?? {}) as Partial<Activation>;
  return typeof name === "string" && typeof wick === "object" && wick !== null && isComplete(wick);
}

function isComplete(wick: WickSource): boolean {
  switch (wick.family) {
    case "two-sided":
      return areFinite([wick.positive, wick.negative]);
    case "step":
      return areFinite([wick.below, wick.above]);
    case "polynomial":
      return Array.isArray(wick.coefficients) && wick.coefficients.length > 0 && areFinite(wick.coefficients);
    case "quadrature":
      return typeof wick.of === "function" || SMOOTH.includes(wick.of);
    default:
      return false;
  }
}

function areFinite(numbers: readonly unknown[]): boolean {
  return Array.from(numbers).every(Number.isFinite);
}
