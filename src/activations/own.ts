import type { Activation, PlannedSource } from "./activation.ts";
import type { RealFunction } from "./smooth.ts";

/** A caller's own function, which should be smooth for the quadrature to be of use. */
export function ownActivation(apply: RealFunction): Activation {
  return { name: apply.name || "function", wick: { family: "quadrature", of: apply }, critical: null };
}

/** Whether it is a caller's own function: it has no name, no text and no place in another thread. */
export function isOwn(source: PlannedSource): boolean {
  return source.family === "quadrature" && typeof source.of === "function";
}
