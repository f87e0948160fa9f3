import { widths } from "../network/network.ts";
import type { Tracked } from "./block-moments.ts";
import type { SampleSettings } from "./options.ts";
import type { SampledNetwork } from "./sampled-network.ts";

/** Layers whose moments are kept: all, or the last. */
export function trackedLayers(network: SampledNetwork, { layers, variance }: SampleSettings): Tracked {
  const outputs = widths(network).slice(1);
  return { widths: layers ? outputs : outputs.slice(-1), variance };
}

/** As errors call a tracked layer. */
export function trackedName({ layers }: SampledNetwork, { widths }: Tracked, index: number): string {
  return `layer ${index + 1 + layers.length - widths.length} of ${layers.length}`;
}
