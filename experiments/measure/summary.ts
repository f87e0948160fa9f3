import type { Row } from "../framework/experiment.ts";

/** What rows of the same measurement on several networks say together. */
export interface Summary {
  readonly networks: number;
  /** The mean vnMSE. */
  readonly vnmse: number;
  /** Its standard error: of the networks' spread or of the truths' noise, whichever is larger. */
  readonly error: number;
  /** The truths cannot tell the vnMSE from zero. */
  readonly unresolved: boolean;
  /** What the vnMSE is below, with two standard errors of noise. */
  readonly upper: number;
}

/** @param rows at least one, with `vnmse` and the truth's `noise` */
export function summarise(rows: readonly Row[]): Summary {
  const values = rows.map((row) => Number(row.vnmse));
  const networks = rows.length;
  const vnmse = sum(values) / networks;
  const noise = Math.hypot(...rows.map((row) => Number(row.noise))) / networks;
  const squares = sum(values.map((x) => (x - vnmse) ** 2));
  const spread = networks > 1 ? Math.sqrt(squares / (networks - 1) / networks) : 0;
  return {
    networks,
    vnmse,
    error: Math.max(noise, spread),
    unresolved: vnmse < 2 * noise,
    upper: Math.max(vnmse, 0) + 2 * noise,
  };
}

/** "5.1e-7", or "< 3.0e-8" where that is all that is known. */
export function summaryText({ vnmse, unresolved, upper }: Summary): string {
  return unresolved ? `< ${upper.toExponential(1)}` : vnmse.toExponential(1);
}

/** The mean of a column. */
export function mean(rows: readonly Row[], column: string): number {
  return sum(rows.map((row) => Number(row[column]))) / rows.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, x) => total + x, 0);
}
