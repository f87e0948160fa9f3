import { KpropError } from "../../errors.ts";
import { badNetwork } from "../fail.ts";
import { describe, type NamedTensor, type StoredLayer } from "./stored-layer.ts";

/** How weights are stored: rows are outputs (`"out-in"`, PyTorch) or inputs (`"in-out"`, Keras). */
export type Orientation = "out-in" | "in-out";

/** The orientation to read weights in, with a note where the shapes alone told. */
export interface Choice {
  readonly orientation: Orientation;
  readonly notes: readonly string[];
}

const TEXT = { "out-in": "[out, in]", "in-out": "[in, out]" } as const;

/**
 * Chooses the orientation in which the layers chain. What was asked for must fit; otherwise what the names
 * say, if it fits; otherwise the only one that fits. Where both fit and nothing tells, it is refused.
 *
 * @param inputs width of a recorded input distribution; null: none
 * @param asked the caller's choice; undefined: none
 * @throws KpropError `bad-network`: the layers do not chain; `ambiguous-orientation`
 */
export function chooseOrientation(
  layers: readonly StoredLayer[],
  inputs: number | null,
  asked: Orientation | undefined,
): Choice {
  if (asked) return insistOn(asked, layers, inputs);
  const said = convention(layers);
  const problem = { "out-in": misfit(layers, inputs, "out-in"), "in-out": misfit(layers, inputs, "in-out") };
  const fitting = (["out-in", "in-out"] as const).filter((orientation) => problem[orientation] === null);
  if (fitting.length === 0) {
    const shown = said ?? "out-in";
    badNetwork(`layers do not chain: read as ${TEXT[shown]}, ${problem[shown]}; the other way round neither`);
  }
  if (said && fitting.includes(said)) return { orientation: said, notes: [] };
  if (fitting.length === 1) return { orientation: fitting[0]!, notes: [onlyFitting(fitting[0]!)] };
  throw new KpropError(
    "ambiguous-orientation",
    `the weights (${describe(layers[0]!.weight)} first) chain as [out, in] and as [in, out], and their names ` +
      `do not tell: pass the orientation "out-in" or "in-out"`,
  );
}

function onlyFitting(orientation: Orientation): string {
  return `weights read as ${TEXT[orientation]}: only that orientation fits the shapes`;
}

function insistOn(orientation: Orientation, layers: readonly StoredLayer[], inputs: number | null): Choice {
  const problem = misfit(layers, inputs, orientation);
  if (problem) badNetwork(`layers do not chain: read as ${TEXT[orientation]}, ${problem}`);
  return { orientation, notes: [] };
}

/** What the names say: PyTorch's `*.weight` is [out, in], Keras's `kernel` and scikit-learn's `coefs` are [in, out]. */
function convention(layers: readonly StoredLayer[]): Orientation | null {
  if (layers.every(({ weight }) => /(^|\.)weight$/.test(weight.name))) return "out-in";
  if (layers.every(({ weight }) => /(^|[^a-z])(kernel(:0)?|coefs_*\d+)$/i.test(weight.name))) return "in-out";
  return null;
}

/** Why the layers do not chain in that orientation; null: they do. */
function misfit(
  layers: readonly StoredLayer[],
  inputs: number | null,
  orientation: Orientation,
): string | null {
  let before: NamedTensor | null = null;
  let width = inputs;
  for (const { weight, bias } of layers) {
    const [rows, columns] = weight.shape as [number, number];
    const [out, fanIn] = orientation === "out-in" ? [rows, columns] : [columns, rows];
    if (width !== null && width !== fanIn) {
      const source = before ? describe(before) : "the recorded input";
      return `${source} gives ${width} values and ${describe(weight)} takes ${fanIn}`;
    }
    if (bias && bias.shape[0] !== out) return `${describe(bias)} does not fit ${describe(weight)}`;
    before = weight;
    width = out;
  }
  return null;
}
