import type { Activation } from "./activation.ts";

/** max(z, 0). */
export const relu: Activation = {
  name: "relu",
  wick: { family: "two-sided", positive: 1, negative: 0 },
  critical: { variance: 1, weightVariance: 2, biasVariance: 0 },
};
