/**
 * The list form of an activation with parameters written as one word: `leaky_relu:0.1` is ["leaky_relu", 0.1],
 * `polynomial:0.1/0.5/-0.3` the coefficients [0.1, 0.5, −0.3]. Null: not of that form.
 */
export function parseParameters(text: string): readonly (string | number)[] | null {
  const [, name, list] = /^(leaky_relu|polynomial):(.+)$/.exec(text) ?? [];
  if (name === undefined) return null;
  const words = list!.split("/");
  if (!words.every((word) => NUMBER.test(word))) return null;
  return name === "polynomial" ? words.map(Number) : [name, ...words.map(Number)];
}

/** Digits belong to one part of it alone, so that a long word is gone through once: a file may have written it. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
