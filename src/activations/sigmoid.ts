import type { Activation } from "./activation.ts";

/** 1/(1 + e^−z). */
export const sigmoid: Activation = {
  name: "sigmoid",
  wick: { family: "quadrature", of: "sigmoid" },
  critical: null,
};
