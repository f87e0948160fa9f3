import { type Estimate, estimate, type Network, sample, type Tensor } from "kprop";
import type { InsideRequest, InsideResult, LayerProfile, Progress } from "../protocol/jobs.ts";
import { opened } from "./read-network.ts";
import { HERE } from "./threads.ts";

/**
 * What every layer gives, predicted and sampled. Means are of the order asked for; standard deviations of order 2, since
 * higher orders would report tensors of three indices with them.
 */
export async function inside(
  { network: spec, method, samples }: InsideRequest,
  tell: (event: Progress) => void,
): Promise<InsideResult> {
  const { network } = await opened(spec);
  const watch = (stage: string) => ({
    ...HERE,
    onProgress: ({ done, total }: { done: number; total: number }) =>
      tell({ type: "progress", stage, done: done / total }),
  });
  const second = await estimate(network, {
    ...watch("covariances, order 2"),
    ...{ order: 2, dtype: "f32", ladder: false, cumulants: true },
  });
  const means =
    method.order === 2 && method.kind === "simple"
      ? second
      : await estimate(network, {
          ...watch(`means, order ${method.order}`),
          ...{ ...method, dtype: "f32", ladder: false, layers: true },
        });
  const sampled = await sample(network, { ...watch("sampling"), samples, variance: "plain", layers: true });
  const layers = network.layers.map((_, l): LayerProfile => {
    const { mean, variance } = sampled.layers![l]!;
    return {
      mean: meanOf(means, l),
      deviation: deviationOf(second.cumulants!, network, l),
      sampledMean: mean,
      sampledDeviation: variance.map(Math.sqrt),
    };
  });
  return { layers, warnings: means.warnings, samples };
}

function meanOf({ layers }: Estimate, l: number): Float64Array {
  const { Z, X } = layers![l]!;
  return (X ?? Z).mean;
}

/** Of what a layer gives: its activation's output, or the linear output map's. */
function deviationOf(cumulants: ReadonlyMap<string, Tensor>, { layers }: Network, l: number): Float64Array {
  const vector = layers[l]!.activation === null ? "Z" : "X";
  const { data, shape } = cumulants.get(`${vector}${l + 1}/kappa2`)!;
  return Float64Array.from({ length: shape[0]! }, (_, i) =>
    Math.sqrt(Math.max(0, data[i * (shape[0]! + 1)]!)),
  );
}
