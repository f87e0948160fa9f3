import { type ActivationChoice, assignActivations } from "../assign-activations.ts";
import type { Assigned } from "../assume-relu.ts";
import { checkNetwork } from "../check.ts";
import { badNetwork } from "../fail.ts";
import type { Layer, Matrix, Network } from "../network.ts";
import { type Tensor, transposed } from "../tensor.ts";
import type { Doubt } from "./doubts.ts";
import { INPUT_COVARIANCE, INPUT_MEAN, readInput } from "./input.ts";
import { toLayers } from "./layers.ts";
import { readMetadata } from "./metadata.ts";
import { chooseOrientation, type Orientation } from "./orientation.ts";
import type { NamedTensor } from "./stored-layer.ts";

/** A file's tensors and texts, whatever its format. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** What the caller decides about a file of named tensors. */
export interface TensorOptions {
  readonly activation?: ActivationChoice;
  readonly orientation?: Orientation;
}

/** Cumulants recorded beside a network: kind/K/metric/vector/degree, for example `simple/K2/exact/X1/kappa2`. */
const RECORDED_CUMULANT = /^[^/]+\/K\d+\/[^/]+\/[XZ]\d+\/kappa\d+(\/r\d+)?$/;

/**
 * The network that a file of named tensors holds, checked.
 *
 * @throws KpropError `bad-network`, `bad-file`, `bad-option`, `bad-input`, `unknown-activation`,
 * `ambiguous-orientation`
 */
export function networkFromTensors({ tensors, metadata }: TensorFile, options: TensorOptions): Network {
  const input = readInput(tensors);
  const { layers: stored, doubts } = toLayers(layerTensors(tensors));
  const recorded = readMetadata(metadata, stored.length);
  const isListed = [options.activation, recorded.activations].some(Array.isArray);
  const left = isListed ? [] : settle(doubts);
  const choice = chooseOrientation(stored, input?.mean.length ?? null, options.orientation);
  const assigned = assign(stored.length, options.activation, recorded.activations);
  const layers = stored.map(
    ({ weight, bias }, l): Layer => ({
      weight: toMatrix(weight, choice.orientation),
      bias: bias?.data ?? null,
      activation: assigned.activations[l]!,
      weightVariance: recorded.weightVariances?.[l] ?? null,
    }),
  );
  const network = { layers, input, notes: [...choice.notes, ...left, ...assigned.notes] };
  checkNetwork(network);
  return network;
}

function layerTensors(tensors: ReadonlyMap<string, Tensor>): NamedTensor[] {
  return [...tensors]
    .filter(([name]) => name !== INPUT_MEAN && name !== INPUT_COVARIANCE && !RECORDED_CUMULANT.test(name))
    .map(([name, tensor]) => named(name, tensor));
}

/** The tensor with its name; its data are not asked for yet, as they may be packed. */
function named(name: string, tensor: Tensor): NamedTensor {
  return {
    name,
    shape: tensor.shape,
    get data() {
      return tensor.data;
    },
  };
}

/**
 * Refuses layers whose names all but say that they do not follow one another; what else is doubtful becomes notes. A list of
 * activations, one for each layer, says that they do.
 *
 * @throws KpropError `bad-network`
 */
function settle(doubts: readonly Doubt[]): string[] {
  for (const { message, serious } of doubts) if (serious) badNetwork(message);
  return doubts.map(({ message }) => message);
}

/** The caller's choice wins over the file's. */
function assign(count: number, chosen: unknown, recorded: unknown): Assigned {
  if (chosen !== undefined) return assignActivations(count, chosen, "bad-option", "the option activation");
  return assignActivations(count, recorded, "bad-file", "metadata activations");
}

/** The weight as `[out, in]`. */
function toMatrix({ shape, data }: NamedTensor, orientation: Orientation): Matrix {
  const [rows, columns] = shape as [number, number];
  if (orientation === "out-in") return { rows, columns, data };
  return { rows: columns, columns: rows, data: transposed(data, rows, columns) };
}
