import type { Activation } from "./activation.ts";
import type { RealFunction } from "./smooth.ts";

/** A caller's own function, which should be smooth for the quadrature to be of use. */
export function ownActivation(apply: RealFunction): Activation {
  return { name: apply.name || "function", wick: { family: "quadrature", of: apply }, critical: null };
}
