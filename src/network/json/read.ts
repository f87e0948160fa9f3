import type { Activation } from "../../activations/activation.ts";
import { parseActivation } from "../../activations/parse.ts";
import { assignActivations } from "../assign-activations.ts";
import { type Assigned, assumeRelu } from "../assume-relu.ts";
import { checkNetwork } from "../check.ts";
import { badFile, show } from "../fail.ts";
import { foreignJson } from "../foreign/json.ts";
import { isRecord } from "../is-record.ts";
import { checkLayerCount } from "../limits.ts";
import type { GaussianInput, Matrix, Network } from "../network.ts";
import { matrixFromRows, vectorFromList } from "../rows.ts";
import { decodeUtf8, parseJson } from "../strict-json.ts";
import { transposed } from "../tensor.ts";
import type { TensorOptions } from "../tensors/from-tensors.ts";
import { chooseOrientation, type Orientation } from "../tensors/orientation.ts";
import type { StoredLayer } from "../tensors/stored-layer.ts";

interface JsonLayer {
  readonly weight: Matrix;
  readonly bias: Float64Array | null;
  /** undefined: the file does not say. */
  readonly activation: Activation | null | undefined;
  readonly weightVariance: number | null;
}

/**
 * Reads kprop's JSON format; numbers become f64:
 *
 *     { "layers": [{ "weight": [[…]], "bias": […]?, "activation": "relu"?, "weightVariance": 2? }],
 *       "orientation": "out-in"? | "in-out", "input"?: { "mean": […], "covariance"?: [[…]] } }
 *
 * Weights are `[out, in]` unless `orientation` says otherwise. Hidden layers without an activation get relu,
 * with a note; other keys are refused.
 *
 * @throws KpropError `bad-file`, `bad-network`, `bad-input`, `unknown-activation`
 */
export function readJson(bytes: Uint8Array, options: TensorOptions): Network {
  const file = parseFile(bytes);
  if (!Array.isArray(file.layers) || file.layers.length === 0) {
    badFile(`layers is ${show(file.layers)}; expected a list of at least one layer`);
  }
  checkLayerCount(file.layers.length);
  const layers = file.layers.map(readLayer);
  const input = readInput(file.input);
  const orientation = options.orientation ?? readOrientation(file.orientation);
  chooseOrientation(layers.map(toStored), input?.mean.length ?? null, orientation);
  const assigned = assign(layers, options);
  const network: Network = {
    layers: layers.map((layer, l) => ({
      ...layer,
      weight: orientation === "out-in" ? layer.weight : transpose(layer.weight),
      activation: assigned.activations[l]!,
    })),
    input,
    notes: assigned.notes,
  };
  checkNetwork(network);
  return network;
}

function parseFile(bytes: Uint8Array): Record<string, unknown> {
  const name = "the JSON file";
  const value = parseJson(decodeUtf8(bytes, name), name);
  const foreign = isRecord(value) ? foreignJson(value) : null;
  if (foreign !== null) badFile(`${name} is ${foreign}`);
  return record(value, name, ["layers", "orientation", "input"]);
}

function readLayer(value: unknown, l: number): JsonLayer {
  const name = `layers[${l}]`;
  const layer = record(value, name, ["weight", "bias", "activation", "weightVariance"]);
  const { bias, activation, weightVariance = null } = layer;
  if (weightVariance !== null && typeof weightVariance !== "number") {
    badFile(`${name}.weightVariance is ${show(weightVariance)}; expected a number`);
  }
  return {
    weight: matrixFromRows(layer.weight, `${name}.weight`, badFile),
    bias: bias === undefined || bias === null ? null : vectorFromList(bias, `${name}.bias`, badFile),
    activation: activation === undefined || activation === null ? activation : parseActivation(activation),
    weightVariance,
  };
}

function readOrientation(value: unknown): Orientation {
  if (value === undefined) return "out-in";
  if (value !== "out-in" && value !== "in-out") {
    badFile(`orientation is ${show(value)}; expected "out-in" or "in-out"`);
  }
  return value;
}

function readInput(value: unknown): GaussianInput | null {
  if (value === undefined || value === null) return null;
  const { mean, covariance } = record(value, "input", ["mean", "covariance"]);
  return {
    mean: vectorFromList(mean, "input.mean", badFile),
    covariance:
      covariance === undefined || covariance === null
        ? null
        : matrixFromRows(covariance, "input.covariance", badFile),
  };
}

/** An object with no keys but those; a missing one is undefined. */
function record(value: unknown, name: string, keys: readonly string[]): Record<string, unknown> {
  if (!isRecord(value)) badFile(`${name} is ${show(value)}; expected an object`);
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    badFile(`${name} has the unknown key ${show(unknown)}; known: ${keys.join(", ")}`);
  }
  return value;
}

function assign(layers: readonly JsonLayer[], { activation }: TensorOptions): Assigned {
  if (activation === undefined) return assumeRelu(layers.map((layer) => layer.activation));
  return assignActivations(layers.length, activation, "bad-option", "the option activation");
}

function toStored({ weight, bias }: JsonLayer, l: number): StoredLayer {
  const { rows, columns, data } = weight;
  return {
    weight: { name: `layers[${l}].weight`, shape: [rows, columns], data },
    bias: bias && { name: `layers[${l}].bias`, shape: [bias.length], data: bias },
  };
}

function transpose({ rows, columns, data }: Matrix): Matrix {
  return { rows: columns, columns: rows, data: transposed(data, rows, columns) };
}
