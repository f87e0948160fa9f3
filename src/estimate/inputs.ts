import type { Network } from "../network/network.ts";
import type { Method } from "./options.ts";

/** The data of the inputs that a plan loads by name. */
export function inputsOf(network: Network, { input }: Method): (source: string) => ArrayLike<number> {
  return (source) => {
    if (source === "input.mean") return input!.mean;
    if (source === "input.covariance") return input!.covariance!.data;
    const [, index, what] = source.split(".");
    const layer = network.layers[Number(index)]!;
    if (what === "weight") return layer.weight.data;
    return what === "bias" ? layer.bias! : [layer.weightVariance!];
  };
}
