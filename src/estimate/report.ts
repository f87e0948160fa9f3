import type { Network } from "../network/network.ts";
import type { Tensor } from "../network/tensor.ts";
import type { EstimatePlan } from "./plan.ts";

/** The mean of one layer's vectors: Z before the activation, X after it. */
export interface LayerMeans {
  readonly Z: { readonly mean: Float64Array };
  /** null for a linear output map. */
  readonly X: { readonly mean: Float64Array } | null;
}

/** What was asked for beyond the output, from a plan's results. Loaded on demand: it imports but types. */
export function reported(
  network: Network,
  { method }: EstimatePlan,
  results: ReadonlyMap<string, Float64Array>,
): { layers: LayerMeans[]; cumulants?: Map<string, Tensor> } {
  const layers = layerMeans(network, results);
  return method.report === "layers" ? { layers } : { layers, cumulants: cumulantTensors(network, results) };
}

function layerMeans(network: Network, results: ReadonlyMap<string, Float64Array>): LayerMeans[] {
  const mean = (key: string) => ({ mean: results.get(`${key}/kappa1`)! });
  return network.layers.map(({ activation }, l) => ({
    Z: mean(`Z${l + 1}`),
    X: activation === null ? null : mean(`X${l + 1}`),
  }));
}

function cumulantTensors(
  { layers }: Network,
  results: ReadonlyMap<string, Float64Array>,
): Map<string, Tensor> {
  const width = [layers[0]!.weight.columns, ...layers.map(({ weight }) => weight.rows)];
  const tensors = new Map<string, Tensor>();
  for (const [key, data] of results) {
    const core = CORE.exec(key);
    if (core !== null) tensors.set(key, { shape: shapeOf(core, width), data });
  }
  return tensors;
}

/** The name of a core among results: `Z3/kappa4/r1`. */
const CORE = /^[ZX](\d+)\/kappa(\d+)(\/r(\d+))?$/;

/** The shape of a core by its name: `Z3/kappa4/r1` has 4 − 2·1 indices of layer 3's width. */
function shapeOf([, layer, degree, , r]: RegExpExecArray, width: readonly number[]): number[] {
  return Array<number>(Number(degree) - 2 * Number(r ?? 0)).fill(width[Number(layer)]!);
}
