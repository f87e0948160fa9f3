import type { Activation } from "./activation.ts";

/** 1 where z > 0, −1 elsewhere. */
export const sgn: Activation = {
  name: "sgn",
  wick: { family: "step", below: -1, above: 1 },
  critical: null,
};
