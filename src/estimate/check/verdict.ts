import type { Seen } from "./seen.ts";

/** What is called off: a tenth of the outputs' deviations, as a mean square. */
const TENTH = 0.01;

/** Errors that samples make out to be above this are called off when there are to be no more samples, as these err themselves. */
const OFF = 0.65 * TENTH;

/** Errors so large are called off at once. */
const SURELY = 4 * TENTH;

/** Standard errors beyond which a difference is not the samples' own: no good estimate of thousands comes near (docs/trust.md). */
const BEYOND = 4.5;

/** From this on it is worth a closer look. */
const ODD = 2.2;

export type Verdict = "off" | "right" | "open";

/** Whether a first look finds anything odd. */
export function isOdd({ beyond, still }: Seen): boolean {
  return beyond > ODD || still;
}

/** Whether an estimate is off by more than a tenth of a deviation; `last`: there are no more samples to come. */
export function verdictOf({ error, upper, beyond }: Seen, last: boolean): Verdict {
  if (beyond > BEYOND && error > (last ? OFF : SURELY)) return "off";
  return upper < TENTH ? "right" : "open";
}
