import { isOwn } from "../activations/own.ts";
import type { Layer, Network } from "../network/network.ts";

/** What evaluations need of a network: numbers and names, so that it can be sent to another thread. */
export interface SampledNetwork {
  readonly layers: readonly Pick<Layer, "weight" | "bias" | "activation">[];
}

export function sampledNetwork({ layers }: Network): SampledNetwork {
  return { layers: layers.map(({ weight, bias, activation }) => ({ weight, bias, activation })) };
}

/** Whether a layer's activation is a caller's own function, which can't be sent. */
export function hasOwnFunction({ layers }: SampledNetwork): boolean {
  return layers.some(({ activation }) => activation !== null && isOwn(activation.wick));
}
