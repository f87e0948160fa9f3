import { InvalidArgumentError } from "commander";
import type { Budget } from "../estimate/budget/options.ts";

/** A whole number of at least `least`; `1e6` and `1_000_000` are numbers too. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d[\d_]*(\.\d+)?(e\+?\d+)?$/i.test(text) ? Number(text.replaceAll("_", "")) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to 2^53 - 1.`);
  };
}

/** A finite number, with an exponent or without. */
export function finiteNumber(text: string): number {
  const value = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError("Expected a finite number.");
}

/** A finite number above 0. */
export function positiveNumber(text: string): number {
  const value = finiteNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("Expected a number above 0.");
}

const SECONDS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, min: 60 };

/** "200ms", "2s" or "1.5min" is time, a bare number FLOPs. */
export function budgetArgument(text: string): Budget {
  const [, number, unit] = /^(.*?)(ms|s|min)?$/.exec(text)!;
  const amount = positiveNumber(number!);
  return unit === undefined ? { flops: amount } : { seconds: amount * SECONDS[unit]! };
}

/** A finite number that is not negative. */
export function numberFromZero(text: string): number {
  const value = finiteNumber(text);
  if (value >= 0) return value;
  throw new InvalidArgumentError("Expected a number of at least 0.");
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
