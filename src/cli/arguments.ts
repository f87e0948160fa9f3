import { InvalidArgumentError } from "commander";

/** A whole number of at least `least`; `1e6` and `1_000_000` are numbers too. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d[\d_]*(\.\d+)?(e\+?\d+)?$/i.test(text) ? Number(text.replaceAll("_", "")) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to 2^53 - 1.`);
  };
}

/** Items separated by commas, each one of `choices`. */
export function listOf<T>(choices: readonly T[]): (text: string) => T[] {
  return (text) =>
    text.split(",").map((part) => {
      const found = choices.find((choice) => String(choice) === part.trim());
      if (found !== undefined) return found;
      throw new InvalidArgumentError(`Allowed, separated by commas, are ${choices.join(", ")}.`);
    });
}
