import type { Activation } from "../activations/activation.ts";
import { type ActivationSpec, parseActivation } from "../activations/parse.ts";
import type { RealFunction } from "../activations/smooth.ts";
import type { ErrorCode } from "../errors.ts";
import { KpropError, reading } from "../errors.ts";
import { type Assigned, assumeRelu } from "./assume-relu.ts";

export type { ActivationSpec } from "../activations/parse.ts";

/** One name or function for every layer but the last, or a list with or without the last layer's. */
export type ActivationChoice = string | RealFunction | readonly ActivationSpec[];

/**
 * Gives each of `count` layers its activation. A single name or function goes to every layer but the last; a list of
 * `count − 1` too; a list of `count` gives the last layer one as well. Nothing given: relu, with a note.
 *
 * @param code what a list of another length is: `bad-option` or `bad-file`
 * @param source what the choice is called in messages
 * @throws KpropError `unknown-activation`, or `code`
 */
export function assignActivations(count: number, choice: unknown, code: ErrorCode, source: string): Assigned {
  if (choice === undefined) return assumeRelu(new Array<undefined>(count).fill(undefined));
  if (typeof choice === "string" || typeof choice === "function") {
    const activation = parseActivation(choice);
    return { activations: [...new Array<Activation>(count - 1).fill(activation), null], notes: [] };
  }
  const list = reading(source, code, () => (Array.isArray(choice) ? Array.from<unknown>(choice) : null));
  if (list === null) throw new KpropError(code, `${source} is neither a name nor a list of names`);
  if (list.length !== count && list.length !== count - 1) {
    const expected = `expected ${count - 1} (the last layer has none) or ${count}`;
    throw new KpropError(code, `${source} lists ${list.length} activations for ${count} layers; ${expected}`);
  }
  const activations = list.map(parseActivation);
  return { activations: list.length === count ? activations : [...activations, null], notes: [] };
}
