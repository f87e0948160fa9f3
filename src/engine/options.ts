import type { OptionType } from "../options.ts";
import { Engine } from "./engine.ts";

/** More threads are taken for a slip. */
const MOST_THREADS = 1024;

export const THREADS: OptionType = {
  expected: `an integer from 1 to ${MOST_THREADS}`,
  fits: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_THREADS,
};

export const ENGINE: OptionType = { expected: "an Engine", fits: (value) => value instanceof Engine };
