import type { Activation } from "./activation.ts";

/** z². */
export const square: Activation = {
  name: "square",
  wick: { family: "polynomial", coefficients: [0, 0, 1] },
  critical: null,
};
