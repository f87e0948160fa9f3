import type { Activation } from "./activation.ts";

/** 2/√π ∫₀^z e^(−t²) dt. */
export const erf: Activation = {
  name: "erf",
  wick: { family: "quadrature", of: "erf" },
  critical: null,
};
