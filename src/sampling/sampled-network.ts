import { type Layer, type Network, widths } from "../network/network.ts";
import type { Tracked } from "./block-moments.ts";
import type { SampleSettings } from "./options.ts";

/** What evaluations need of a network: numbers and names, so that it can be sent to another thread. */
export interface SampledNetwork {
  readonly layers: readonly Pick<Layer, "weight" | "bias" | "activation">[];
}

export function sampledNetwork({ layers }: Network): SampledNetwork {
  return { layers: layers.map(({ weight, bias, activation }) => ({ weight, bias, activation })) };
}

/** Whether a layer's activation is a caller's own function, which can't be sent. */
export function hasOwnFunction({ layers }: SampledNetwork): boolean {
  return layers.some(
    ({ activation }) => activation?.wick.family === "quadrature" && typeof activation.wick.of === "function",
  );
}

/** Layers whose moments are kept: all, or the last. */
export function trackedLayers(network: SampledNetwork, { layers, variance }: SampleSettings): Tracked {
  const outputs = widths(network).slice(1);
  return { widths: layers ? outputs : outputs.slice(-1), variance };
}

/** As errors call a tracked layer. */
export function trackedName({ layers }: SampledNetwork, { widths }: Tracked, index: number): string {
  return `layer ${index + 1 + layers.length - widths.length} of ${layers.length}`;
}
