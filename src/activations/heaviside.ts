import type { Activation } from "./activation.ts";

/** 1 where z > 0, 0 elsewhere. */
export const heaviside: Activation = {
  name: "heaviside",
  wick: { family: "step", below: 0, above: 1 },
  critical: null,
};
