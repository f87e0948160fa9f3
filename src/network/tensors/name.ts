/** What a tensor's name says. */
export interface ParsedName {
  /** null: the name has no weight, kernel or bias token. */
  readonly role: "weight" | "bias" | null;
  /** The other tokens, joined: what a weight and its bias have in common. */
  readonly stem: string;
  /** The stem with `#` for each number: what the layers of one network have in common. */
  readonly pattern: string;
  /** The stem's numbers, by which layers are ordered. */
  readonly numbers: readonly number[];
  /** Whether the name says that this is the last layer. */
  readonly saysLast: boolean;
}

const ROLES: ReadonlyMap<string, "weight" | "bias"> = new Map([
  ["weight", "weight"],
  ["weights", "weight"],
  ["kernel", "weight"],
  ["coefs", "weight"],
  ["w", "weight"],
  ["bias", "bias"],
  ["biases", "bias"],
  ["intercepts", "bias"],
  ["b", "bias"],
]);

const LAST: ReadonlySet<string> = new Set([
  "out",
  "output",
  "head",
  "last",
  "final",
  "classifier",
  "readout",
]);

/** Between tokens: punctuation, letter to digit, digit to letter, lower case to upper case. */
const BORDER = /[^A-Za-z0-9]+|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])/;

/**
 * Takes a tensor's name apart: `layers.0.weight`, `fc1/kernel:0`, `weight_0` and `W1` all have a role and a
 * numbered stem. The last role token counts; TensorFlow's `:0` at the end is no number.
 */
export function parseName(name: string): ParsedName {
  const tokens = name
    .replace(/:0$/, "")
    .split(BORDER)
    .filter((token) => token !== "")
    .map((token) => token.toLowerCase());
  const at = tokens.map((token) => ROLES.has(token)).lastIndexOf(true);
  const stem = tokens.filter((_, i) => i !== at);
  return {
    role: ROLES.get(tokens[at] ?? "") ?? null,
    stem: stem.join("."),
    pattern: stem.map((token) => (/^\d/.test(token) ? "#" : token)).join("."),
    numbers: stem.filter((token) => /^\d/.test(token)).map(Number),
    saysLast: stem.some((token) => LAST.has(token)),
  };
}
