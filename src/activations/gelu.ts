import type { Activation } from "./activation.ts";

/** z Φ(z), Φ the standard normal distribution function: the exact form, not the tanh one. */
export const gelu: Activation = {
  name: "gelu",
  wick: { family: "quadrature", of: "gelu" },
  critical: null,
};
