import type { Network } from "../../network/network.ts";
import type { Warning } from "./warning.ts";

/** Up to so many inputs a grid of points covers them all. */
const FEW = 6;

/** Whether a network has few inputs and is not so shallow that estimates are exact. */
export function isFewInputs({ layers }: Pick<Network, "layers">): boolean {
  const hidden = layers.filter(({ activation }) => activation !== null).length;
  return hidden > 1 && layers[0]!.weight.columns <= FEW;
}

/** Everything behind few inputs depends on these few, however wide it is: samples or quadrature are the better means. */
export function fewInputs(network: Network): Warning[] {
  if (!isFewInputs(network)) return [];
  const inputs = network.layers[0]!.weight.columns;
  const count = inputs === 1 ? "1 input" : `${inputs} inputs`;
  const message = `${count}: over so few, samples or quadrature are better than orders, which rely on many directions`;
  return [{ code: "few-inputs", message, serious: false }];
}
