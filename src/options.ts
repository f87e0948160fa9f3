import { KpropError, reading } from "./errors.ts";
import { isPlain, show } from "./show.ts";

/** What values an option takes, as far as its type goes. */
export interface OptionType {
  /** In words, after "expected". */
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

/** Checked where it is used. */
export const ANY: OptionType = { expected: "any value", fits: () => true };
export const BOOLEAN: OptionType = { expected: "true or false", fits: (value) => typeof value === "boolean" };
export const FUNCTION: OptionType = { expected: "a function", fits: (value) => typeof value === "function" };
export const SIGNAL: OptionType = { expected: "an AbortSignal", fits: isSignal };

function isSignal(value: unknown): boolean {
  const { aborted, throwIfAborted, addEventListener } = (value ?? {}) as Partial<AbortSignal>;
  const methods = [throwIfAborted, addEventListener];
  return typeof aborted === "boolean" && methods.every((method) => typeof method === "function");
}

/**
 * Checks that options are a plain object with no keys but those that `types` lists, of these types; an option that is
 * undefined is left out. Undefined options are none.
 *
 * @param name the function that takes them
 * @returns a copy of the options, `{}` for undefined
 * @throws KpropError `bad-option`
 */
export function checkOptions<T extends object>(
  name: string,
  options: T | undefined,
  types: Readonly<Record<keyof T, OptionType>>,
): Partial<T> {
  return reading(`${name}: an option`, "bad-option", () => {
    if (options === undefined) return {};
    if (!isPlain(options)) throw bad(`${name}: options is ${show(options)}; expected an object`);
    const problem = unknownKey(options, Object.keys(types));
    if (problem !== null) throw bad(`${name}: unknown option ${problem}`);
    const copy = { ...options };
    for (const [key, value] of Object.entries(copy)) {
      // A revoked proxy throws here, and not where its value is used.
      Array.isArray(value);
      const { fits, expected } = types[key as keyof T];
      if (value !== undefined && !fits(value)) {
        throw bad(`${name}: ${key} is ${show(value)}; expected ${expected}`);
      }
    }
    return copy;
  });
}

/** The first key that is not among the known ones, and what may have been meant; null: there is none. */
export function unknownKey(value: object, known: readonly string[]): string | null {
  const key = Object.keys(value).find((candidate) => !known.includes(candidate));
  if (key === undefined) return null;
  const near = closest(key, known);
  return near === null ? `${key}; known: ${known.join(", ")}` : `${key}; did you mean ${near}?`;
}

/** The known key within two letters of it (or half of it, if it is short); null: none is that near. */
function closest(key: string, known: readonly string[]): string | null {
  const distances = known.map((candidate) => editDistance(key.toLowerCase(), candidate.toLowerCase()));
  const least = Math.min(...distances);
  return least <= Math.min(2, key.length / 2) ? known[distances.indexOf(least)]! : null;
}

/** Letters to insert, delete or replace to turn one word into the other (Levenshtein), row by row. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}

function bad(message: string): KpropError {
  return new KpropError("bad-option", message);
}
