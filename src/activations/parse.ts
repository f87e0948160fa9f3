import { KpropError, reading } from "../errors.ts";
import { show } from "../show.ts";
import { abs } from "./abs.ts";
import type { Activation } from "./activation.ts";
import { cube } from "./cube.ts";
import { erf } from "./erf.ts";
import { gelu } from "./gelu.ts";
import { heaviside } from "./heaviside.ts";
import { identity } from "./identity.ts";
import { DEFAULT_SLOPE, leakyRelu } from "./leaky-relu.ts";
import { ownActivation } from "./own.ts";
import { polynomial } from "./polynomial.ts";
import { relu } from "./relu.ts";
import { sgn } from "./sgn.ts";
import { sigmoid } from "./sigmoid.ts";
import { silu } from "./silu.ts";
import { sin } from "./sin.ts";
import type { RealFunction } from "./smooth.ts";
import { softplus } from "./softplus.ts";
import { square } from "./square.ts";
import { tanh } from "./tanh.ts";
import { parseParameters } from "./text.ts";

/**
 * An activation as files and options write it: a name; ["leaky_relu", slope]; the coefficients of a polynomial,
 * rising powers; either of these two as a word, `leaky_relu:0.1`, `polynomial:0.1/0.5/-0.3`; in code also a
 * function of one number.
 */
export type ActivationSpec = string | readonly (string | number)[] | RealFunction;

const NAMED: readonly Activation[] = [
  ...[relu, leakyRelu(DEFAULT_SLOPE), abs, heaviside, sgn, identity, square, cube],
  ...[tanh, sigmoid, gelu, silu, softplus, erf, sin],
];
export const BY_NAME: ReadonlyMap<string, Activation> = new Map(NAMED.map((a) => [a.name, a]));

/** What other libraries call them, besides capitals. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["linear", "identity"],
  ["logistic", "sigmoid"],
  ["swish", "silu"],
]);

function byName(text: string): Activation | undefined {
  const name = text.toLowerCase();
  return BY_NAME.get(ALIASES.get(name) ?? name);
}

/** More coefficients are taken for a slip: their sixth power would have more than 400. */
const MOST_COEFFICIENTS = 65;

/**
 * The activation that a specification (`ActivationSpec`) stands for; a file's metadata or a caller may hand in
 * anything.
 *
 * @throws KpropError `unknown-activation`
 */
export function parseActivation(value: unknown): Activation {
  return reading("an activation", "unknown-activation", () => parsed(value));
}

function parsed(value: unknown): Activation {
  if (typeof value === "function") return ownActivation(value as RealFunction);
  const list = typeof value === "string" ? parseParameters(value) : value;
  const found = Array.isArray(list) ? fromList(list) : typeof value === "string" && byName(value);
  if (found) return found;
  throw unknown(
    `unknown activation ${show(value)}; known: ${[...BY_NAME.keys()].join(", ")}, leaky_relu:SLOPE, polynomial:C0/C1/… (${MOST_COEFFICIENTS} coefficients at most)`,
  );
}

function fromList(list: readonly unknown[]): Activation | undefined {
  const [name, ...rest] = list;
  const numbers = name === "leaky_relu" ? rest : list;
  if (!numbers.every((x): x is number => typeof x === "number" && Number.isFinite(x))) return undefined;
  if (name === "leaky_relu") return numbers.length === 1 ? leakyRelu(numbers[0]!) : undefined;
  return numbers.length > 0 && numbers.length <= MOST_COEFFICIENTS ? polynomial(numbers) : undefined;
}

export function unknown(message: string): KpropError {
  return new KpropError("unknown-activation", message);
}
