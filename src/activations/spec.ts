import { show } from "../show.ts";
import type { Activation } from "./activation.ts";
import { DEFAULT_SLOPE } from "./leaky-relu.ts";
import { BY_NAME, parseActivation, unknown } from "./parse.ts";

/**
 * How a file names an activation: what `parseActivation` turns back into the same one.
 *
 * @throws KpropError `unknown-activation`: no name stands for it, as for a caller's own function
 */
export function activationSpec(activation: Activation): string | readonly (string | number)[] {
  const spec = specOf(activation);
  if (spec !== null && isSame(parseActivation(spec), activation)) return spec;
  throw unknown(`no name stands for the activation ${show(activation.name)}, so no file can hold it`);
}

function specOf({ name, wick }: Activation): string | readonly (string | number)[] | null {
  if (name === "polynomial" && wick.family === "polynomial") return wick.coefficients;
  if (name !== "leaky_relu" || wick.family !== "two-sided") return BY_NAME.has(name) ? name : null;
  return wick.negative === -DEFAULT_SLOPE ? name : [name, -wick.negative];
}

/** A function leaves no trace in JSON, so that one never equals a named activation. */
function isSame(a: Activation, b: Activation): boolean {
  return a.name === b.name && JSON.stringify(a.wick) === JSON.stringify(b.wick);
}
