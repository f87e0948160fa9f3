import type { Activation } from "./activation.ts";

/** |z|. */
export const abs: Activation = {
  name: "abs",
  wick: { family: "two-sided", positive: 1, negative: 1 },
  critical: null,
};
