import type { Activation } from "./activation.ts";

/** z³. */
export const cube: Activation = {
  name: "cube",
  wick: { family: "polynomial", coefficients: [0, 0, 0, 1] },
  critical: null,
};
