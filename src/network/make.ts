import type { Activation } from "../activations/activation.ts";
import { parseActivation } from "../activations/parse.ts";
import { type ActivationSpec, assumeRelu } from "./assign-activations.ts";
import { checkNetwork } from "./check.ts";
import { badNetwork } from "./fail.ts";
import type { FloatArray, GaussianInput, Matrix, Network } from "./network.ts";
import { matrixFromRows, vectorFromList } from "./rows.ts";

/** A layer as code writes it. */
export interface LayerDraft {
  /** `[out, in]`: rows, or a matrix, whose data are not copied. */
  readonly weight: readonly (readonly number[])[] | Matrix;
  /** Length `out`; default: none. */
  readonly bias?: readonly number[] | FloatArray | null;
  /** Default: relu on hidden layers, none on the last; null: none. */
  readonly activation?: ActivationSpec | Activation | null;
  /** `fan_in` times the variance the weights were drawn with; default: not known. */
  readonly weightVariance?: number | null;
}

/** A network as code writes it. */
export interface NetworkDraft {
  readonly layers: readonly LayerDraft[];
  /** Default: N(0, I). */
  readonly input?: GaussianInput | null;
}

/**
 * A checked network from plain numbers; lists become f64.
 *
 * @throws KpropError `bad-network`, `bad-input`, `unknown-activation`
 */
export function makeNetwork({ layers, input = null }: NetworkDraft): Network {
  if (!Array.isArray(layers)) badNetwork("layers is no list");
  const assigned = assumeRelu(layers.map(({ activation }) => toActivation(activation)));
  const network: Network = {
    layers: layers.map((layer: LayerDraft, l) => ({
      weight: toMatrix(layer.weight, `layers.${l}.weight`),
      bias: toVector(layer.bias, `layers.${l}.bias`),
      activation: assigned.activations[l]!,
      weightVariance: layer.weightVariance ?? null,
    })),
    input,
    notes: [],
  };
  checkNetwork(network);
  return network;
}

function toActivation(value: LayerDraft["activation"]): Activation | null | undefined {
  if (value === undefined || value === null) return value;
  return typeof value === "object" && "wick" in value ? value : parseActivation(value);
}

function toMatrix(value: LayerDraft["weight"], name: string): Matrix {
  return "data" in value ? value : matrixFromRows(value, name, badNetwork);
}

function toVector(value: LayerDraft["bias"], name: string): FloatArray | null {
  if (value === undefined || value === null) return null;
  if (value instanceof Float64Array || value instanceof Float32Array) return value;
  return vectorFromList(value, name, badNetwork);
}
