import type { Activation } from "./activation.ts";

export const DEFAULT_SLOPE = 0.01;

/** z where z > 0, slope · z elsewhere. At its critical point every variance is one (He et al., arXiv:1502.01852). */
export function leakyRelu(slope: number): Activation {
  return {
    name: "leaky_relu",
    wick: { family: "two-sided", positive: 1, negative: -slope },
    critical: { variance: 1, weightVariance: 2 / (1 + slope * slope), biasVariance: 0 },
  };
}
