import { KpropError } from "../errors.ts";
import type { Activation } from "./activation.ts";
import { identity } from "./identity.ts";
import { relu } from "./relu.ts";

const KNOWN: ReadonlyMap<string, Activation> = new Map([relu, identity].map((a) => [a.name, a]));

/** The activation of that name; a file's metadata or a caller may hand in anything. */
export function parseActivation(value: unknown): Activation {
  const found = typeof value === "string" ? KNOWN.get(value) : undefined;
  if (found) return found;
  const known = [...KNOWN.keys()].join(", ");
  throw new KpropError("unknown-activation", `unknown activation ${JSON.stringify(value)}; known: ${known}`);
}

/**
 * How a file names an activation: what `parseActivation` turns back into the same one.
 *
 * @throws KpropError `unknown-activation`: no name stands for it
 */
export function activationSpec(activation: Activation): unknown {
  const known = KNOWN.get(activation.name);
  if (known && JSON.stringify(known.wick) === JSON.stringify(activation.wick)) return activation.name;
  throw new KpropError(
    "unknown-activation",
    `no name stands for the activation ${JSON.stringify(activation.name)}`,
  );
}
