import type { Activation } from "./activation.ts";

/** The sine. */
export const sin: Activation = {
  name: "sin",
  wick: { family: "quadrature", of: "sin" },
  critical: null,
};
