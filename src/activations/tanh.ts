import type { Activation } from "./activation.ts";

/** The hyperbolic tangent; its critical point is that of Wu et al., arXiv:2605.05179. */
export const tanh: Activation = {
  name: "tanh",
  wick: { family: "quadrature", of: "tanh" },
  critical: { variance: 0.85, weightVariance: 2.025, biasVariance: 0.111 },
};
