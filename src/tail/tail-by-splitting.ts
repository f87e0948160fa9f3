import type { Warning } from "../estimate/warnings/warning.ts";
import type { Network } from "../network/network.ts";
import type { SampleResult } from "../sampling/sample.ts";
import type { OutputOptions } from "../sampling/sample-outputs.ts";
import { core } from "./core.ts";
import type { TailQuestion } from "./question.ts";
import type { Tails } from "./tail-probability.ts";

export interface SplitTailOptions extends TailQuestion, OutputOptions {
  /**
   * About how many evaluations of the network for each output asked for, at least 20,000. A million give a wide network's
   * probability of 1e-6 to some 5 %, and of 1e-9 to some 7 %.
   */
  readonly samples: number;
}

type Common = "seed" | "dtype" | "precision" | "flops" | "threads" | "seconds";

/** What `tailBySplitting` found, one number for each output asked for. */
export interface SplitTails extends Tails, Pick<SampleResult, Common> {
  /** Of the probability, from independent runs. */
  readonly standardError: Float64Array;
  /** Each run's own estimate, which is unbiased: a list for each output. */
  readonly runs: readonly Float64Array[];
  /** Evaluations of the network in all. */
  readonly samples: number;
  /** Not to be trusted: an output never came beyond its threshold. */
  readonly unreliable: boolean;
  readonly warnings: readonly Warning[];
}

/**
 * Estimates P(output > threshold) without bias by importance splitting (subset simulation), for probabilities that no sample
 * of an affordable size would meet: particles that pass a level of the output are copied and moved at random above it, then
 * those that pass the next, until some are beyond the threshold.
 *
 * Same network, same options: same bits on every runtime and with any number of threads, unless `precision` is "relaxed".
 *
 * @throws KpropError as `sample`, and `bad-option` for a question that does not fit the network
 * @see Au and Beck, Probabilistic Engineering Mechanics 16 (2001) 263; Cérou et al., Statistics and Computing 22 (2012) 795
 */
export async function tailBySplitting(network: Network, options: SplitTailOptions): Promise<SplitTails> {
  const { splitTail } = await import("./splitting/split-tail.ts");
  return splitTail(network, options, core());
}
