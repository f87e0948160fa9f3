import type { NetworkSpec, NetworkSummary } from "../protocol/network-spec.ts";
import { opened } from "./read-network.ts";

export async function open({ network: spec }: { network: NetworkSpec }): Promise<NetworkSummary> {
  const { network, ...rest } = await opened(spec);
  const layers = network.layers.map(({ weight, bias, activation }) => ({
    inputs: weight.columns,
    outputs: weight.rows,
    activation: activation?.name ?? null,
    bias: bias !== null,
  }));
  const parameters = layers.reduce((sum, l) => sum + l.outputs * (l.inputs + (l.bias ? 1 : 0)), 0);
  return { ...rest, layers, notes: network.notes, parameters };
}
