import { KpropError } from "../errors.ts";
import type { Network } from "../network/network.ts";
import { parseSampleOptions, type SampleOptions, type SampleSettings } from "./options.ts";
import { evaluateAll, type SampleResult } from "./sample.ts";

export type OutputOptions = Omit<SampleOptions, "variance" | "antithetic" | "layers">;

/** What `sampleOutputs` found; what it shares with `sample` means the same there. */
export interface SampledOutputs extends Omit<SampleResult, "variance" | "antithetic" | "output" | "layers"> {
  /** Shape `[samples, outputs]`: what the network gives, one sample after the other. */
  readonly outputs: Float64Array;
}

/**
 * Runs the network on random inputs, those of plain `sample` with the same seed, and gives every output: for histograms, quantiles,
 * tails.
 *
 * @throws KpropError as `sample`
 */
export async function sampleOutputs(network: Network, options: OutputOptions): Promise<SampledOutputs> {
  const settings = parseOutputOptions(network, options);
  const {
    results,
    variance: _,
    antithetic: __,
    ...found
  } = await evaluateAll("outputs", network, settings, options);
  return { ...found, outputs: results };
}

/** @throws KpropError as `parseSampleOptions` */
export function parseOutputOptions(network: Network, options: OutputOptions): SampleSettings {
  const settings = parseSampleOptions(network, options, () => "plain");
  if (settings.variance === "plain" && !settings.layers) return settings;
  throw new KpropError(
    "bad-option",
    "here are no antithetic samples or others than plain, and no layers but the last",
  );
}
