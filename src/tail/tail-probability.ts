import type { Engine } from "../engine/engine.ts";
import type { Estimate } from "../estimate/estimate.ts";
import type { MethodOptions } from "../estimate/options.ts";
import type { Watch } from "../estimate/run.ts";
import type { Network } from "../network/network.ts";
import { core } from "./core.ts";
import type { TailQuestion } from "./question.ts";

export interface TailOptions extends TailQuestion, Omit<MethodOptions, "layers" | "cumulants">, Watch {
  /** Run the lower orders too, to see whether they converge; costs little. Default true. */
  readonly ladder?: boolean;
  /** Where it runs: keeps threads and memory for the next call. Default: one for all calls that name none. */
  readonly engine?: Engine;
}

/** Tail probabilities, one number for each output asked for. */
export interface Tails {
  /** From 0 to 1; 0 where it is below the smallest double, which its logarithm tells. */
  readonly probability: Float64Array;
  /** Natural logarithms; −Infinity only where no probability came out. */
  readonly logProbability: Float64Array;
}

type Common = "order" | "kind" | "metric" | "form" | "dtype" | "precision" | "folded";
type Cost = "flops" | "bytes" | "threads" | "seconds" | "unreliable" | "warnings";

/** What `tailProbability` found; what it shares with `estimate` means the same there. */
export interface TailEstimate extends Tails, Pick<Estimate, Common | Cost> {
  /** What a Gaussian of the output's predicted mean and variance gives is multiplied by this; order 2 simple has 1. */
  readonly correction: Float64Array;
  /** With `ladder`: what each lower order says, kind simple. */
  readonly lower: readonly (Tails & Pick<Estimate, "order">)[];
}

/**
 * Estimates P(output > threshold) of a network under a Gaussian input from its weights alone: cumulants are propagated to a
 * threshold unit, 1[z > 0], that is appended to the output. Its coefficients are computed relative to the Gaussian tail, so
 * that no probability is too small.
 *
 * Same network, same options: same bits on every runtime, unless `precision` is "relaxed".
 *
 * @throws KpropError `bad-option`, `bad-network`, `bad-input`, `too-large`, `not-finite`, `thread-died`, `disposed`; the signal's
 * reason when aborted
 * @see Wu et al., arXiv:2605.05179, on rare events
 */
export async function tailProbability(network: Network, options: TailOptions): Promise<TailEstimate> {
  const { estimateTail } = await import("./estimate-tail.ts");
  return estimateTail(network, options, core());
}
