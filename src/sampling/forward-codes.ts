import type { WickSource } from "../activations/activation.ts";

/** Activation codes of assembly/forward.ts. */
export const IDENTITY = 0;
const RELU = 1;
const TWO_SIDED = 2;
const STEP = 3;
export const POLYNOMIAL = 4;

/** How the forward kernel applies an activation: its code and parameters. Smooth ones follow the identity. */
export function forwardCode(source: WickSource): { code: number; parameters: readonly number[] } {
  switch (source.family) {
    case "two-sided": {
      const { positive, negative } = source;
      if (positive === 1 && negative === 0) return { code: RELU, parameters: [] };
      return { code: TWO_SIDED, parameters: [positive, negative] };
    }
    case "step":
      return { code: STEP, parameters: [source.below, source.above] };
    case "polynomial": {
      const { coefficients } = source;
      if (coefficients.length === 2 && coefficients[0] === 0 && coefficients[1] === 1) {
        return { code: IDENTITY, parameters: [] };
      }
      return { code: POLYNOMIAL, parameters: [coefficients.length - 1, ...coefficients] };
    }
    case "quadrature":
      return { code: IDENTITY, parameters: [] };
  }
}
