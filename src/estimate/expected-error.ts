import type { Network } from "../network/network.ts";
import type { ExecutionResult } from "../plan/execute.ts";
import { expectedError, narrowness, squaredDifferences } from "./differences.ts";

/** How far an estimate may be off, by how far successive orders are apart. A guess, not a bound: `verify` gives one. */
export interface ExpectedError {
  /** Mean over the outputs of the squared error. */
  readonly mse: number;
  /**
   * The same over the outputs' mean variance: the samples' with `verify`, else what order 2 foretells below a higher order; null
   * where nothing tells it.
   */
  readonly vnmse: number | null;
  /** Root mean square error of each output. */
  readonly output: Float64Array;
}

/** How much of an output's squared error is foretold by what the last order changed of it (docs/trust.md). */
const OWN = 0.25;

/** How far successive orders, lower ones first, are apart, and what that foretells of the last; null where it is alone. */
export function compared(network: Network, all: readonly ExecutionResult[]) {
  const means = all.map(({ results }) => results.get("output")!);
  const differences = squaredDifferences(means);
  const variance = varianceOf(all);
  const mse = expectedError(differences, narrowness(network), variance);
  return { differences, expectedError: mse === null ? null : ofEach(mse, variance, differences, means) };
}

/** The outputs' mean variance, which order 2 tells below a higher one; null: nothing does, or it comes out as none. */
export function varianceOf(all: readonly ExecutionResult[]): number | null {
  const variances = all[1]?.results.get("spread");
  if (variances === undefined) return null;
  const mean = variances.reduce((sum, x) => sum + x, 0) / variances.length;
  return mean > 0 ? mean : null;
}

function ofEach(
  mse: number,
  variance: number | null,
  differences: readonly number[],
  means: readonly Float64Array[],
): ExpectedError {
  const [below, mean] = means.slice(-2) as [Float64Array, Float64Array];
  const average = differences.at(-1)!;
  const share = (x: number) => (average > 0 ? 1 - OWN + (OWN * x * x) / average : 1);
  return {
    mse,
    vnmse: variance && mse / variance,
    output: mean.map((x, i) => Math.sqrt(mse * share(x - below[i]!))),
  };
}
