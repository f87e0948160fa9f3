import type { Activation } from "./activation.ts";

/** log(1 + e^z). */
export const softplus: Activation = {
  name: "softplus",
  wick: { family: "quadrature", of: "softplus" },
  critical: null,
};
