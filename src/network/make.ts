import type { Activation } from "../activations/activation.ts";
import { parseActivation } from "../activations/parse.ts";
import { reading } from "../errors.ts";
import { unknownKey } from "../options.ts";
import { isPlain } from "../show.ts";
import type { ActivationSpec } from "./assign-activations.ts";
import { assumeRelu } from "./assume-relu.ts";
import { checkNetwork } from "./check.ts";
import { checkInput } from "./check-input.ts";
import { badNetwork, show } from "./fail.ts";
import { gaussianInput, type InputDraft } from "./gaussian-input.ts";
import type { FloatArray, Network } from "./network.ts";
import { type MatrixDraft, toMatrix, toVector, type VectorDraft } from "./rows.ts";

/** A layer as code writes it. */
export interface LayerDraft {
  /** `[out, in]`: rows, or a matrix, whose data are not copied. */
  readonly weight: MatrixDraft;
  /** Length `out`; default: none. */
  readonly bias?: VectorDraft | null;
  /** Default: relu on hidden layers, none on the last; null: none. */
  readonly activation?: ActivationSpec | Activation | null;
  /** `fan_in` times the variance the weights were drawn with; default: not known. */
  readonly weightVariance?: number | null;
}

/** A network as code writes it. */
export interface NetworkDraft {
  readonly layers: readonly LayerDraft[];
  /** Default: N(0, I). */
  readonly input?: InputDraft | null;
  /** What had to be decided, in words: in an estimate's warnings. Default: none. */
  readonly notes?: readonly string[];
}

const DRAFT_KEYS = ["layers", "input", "notes"];
const LAYER_KEYS = ["weight", "bias", "activation", "weightVariance"];

/**
 * A checked network from plain numbers; lists become f64. A key that is not listed in the drafts is refused.
 *
 * @throws KpropError `bad-network`, `bad-input`, `unknown-activation`
 */
export function makeNetwork(draft: NetworkDraft): Network {
  return reading("makeNetwork's draft", "bad-network", () => made(draft));
}

function made(draft: NetworkDraft): Network {
  checkDraft(draft);
  const assigned = assumeRelu(draft.layers.map(({ activation }) => toActivation(activation)));
  const network: Network = {
    layers: draft.layers.map((layer, l) => ({
      weight: toMatrix(layer.weight, `layers.${l}.weight`, badNetwork),
      bias: toBias(layer.bias ?? null, `layers.${l}.bias`),
      activation: assigned.activations[l]!,
      weightVariance: layer.weightVariance ?? null,
    })),
    input: null,
    notes: draft.notes ?? [],
  };
  checkNetwork(network);
  return withInput(network, draft.input ?? null);
}

/** A draft's input takes its length from the network, which is checked before. */
function withInput(network: Network, draft: InputDraft | null): Network {
  if (draft === null) return network;
  const width = network.layers[0]!.weight.columns;
  const input = gaussianInput(draft, width);
  checkInput(input, width);
  return { ...network, input };
}

function checkDraft(draft: NetworkDraft): void {
  checkRecord(draft, "makeNetwork's draft", DRAFT_KEYS);
  if (!Array.isArray(draft.layers)) badNetwork(`layers is ${show(draft.layers)}; expected a list of layers`);
  for (const [l, layer] of draft.layers.entries()) checkRecord(layer, `layers.${l}`, LAYER_KEYS);
}

function checkRecord(value: unknown, name: string, keys: readonly string[]): void {
  if (!isPlain(value)) badNetwork(`${name} is ${show(value)}; expected an object`);
  const problem = unknownKey(value, keys);
  if (problem !== null) badNetwork(`${name} has the unknown key ${problem}`);
}

function toActivation(value: LayerDraft["activation"]): Activation | null | undefined {
  if (value === undefined || value === null) return value;
  return typeof value === "object" && "wick" in value ? value : parseActivation(value);
}

function toBias(bias: VectorDraft | null, name: string): FloatArray | null {
  return bias === null ? null : toVector(bias, name, badNetwork);
}
