import type { Activation } from "./activation.ts";

/** z/(1 + e^−z), also called swish. */
export const silu: Activation = {
  name: "silu",
  wick: { family: "quadrature", of: "silu" },
  critical: null,
};
