import type { Network } from "../network/network.ts";
import type { OutputOptions, SampledOutputs } from "../sampling/sample-outputs.ts";
import { core } from "./core.ts";
import type { TailQuestion } from "./question.ts";
import type { Tails } from "./tail-probability.ts";

export interface SampledTailOptions extends TailQuestion, OutputOptions {}

/** What `tailBySampling` found, all of it from the same samples; each list has one number for each output asked for. */
export interface SampledTails extends Omit<SampledOutputs, "outputs"> {
  /** The share of samples beyond the threshold. */
  readonly counted: Tails & {
    readonly count: Float64Array;
    /** √(p (1 − p)/N), of the share; 0 where no sample is beyond, or all are. */
    readonly standardError: Float64Array;
  };
  /** A Gaussian of the samples' mean and variance. */
  readonly gaussian: Tails;
  /** Edgeworth's series to third and fourth cumulants; 0 where it is negative. */
  readonly edgeworth: Tails;
  /** Lugannani and Rice's saddlepoint formula with four cumulants; NaN where these have no saddlepoint. */
  readonly saddlepoint: Tails;
  /** Unbiased estimates of the output's first four cumulants (k-statistics). */
  readonly cumulants: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
}

/**
 * Estimates P(output > threshold) from samples: those of `sample` with the same seed, counted, and extrapolated by their
 * cumulants.
 *
 * @throws KpropError as `sample`, and `bad-option` for a question that does not fit the network
 * @see Lugannani and Rice, Advances in Applied Probability 12 (1980) 475
 */
export async function tailBySampling(network: Network, options: SampledTailOptions): Promise<SampledTails> {
  const { sampleTail } = await import("./sample-tail.ts");
  return sampleTail(network, options, core());
}
