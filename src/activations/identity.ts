import type { Activation } from "./activation.ts";

/** z itself: a linear layer. */
export const identity: Activation = {
  name: "identity",
  wick: { family: "polynomial", coefficients: [0, 1] },
  critical: { variance: 1, weightVariance: 1, biasVariance: 0 },
};
