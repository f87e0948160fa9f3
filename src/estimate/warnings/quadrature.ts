import type { Activation } from "../../activations/activation.ts";
import type { Network } from "../../network/network.ts";
import type { ExecutionResult, VarianceReportOf } from "../../plan/execute.ts";
import { ownFunctionError } from "./own-function.ts";
import type { Warning } from "./warning.ts";

/** Standard deviations to doubt the rule from, and to distrust it from: of tanh it is off by 5e-7 at 2, 2e-3 at 5. */
const WIDE = { doubtful: 3, wrong: 5 };

/** The same of a caller's own function, by what it may be off: elu is off by 3e-5, relu by 3e-3, a step by up to 0.2. */
const OFF = { doubtful: 1e-5, wrong: 0.02 };

/** An activation that the quadrature's nodes do not resolve: its input spreads too wide, or it has kinks or jumps. */
export function quadratureDoubts(
  { layer, largest, isOutput }: VarianceReportOf,
  { layers }: Network,
  results: ExecutionResult["results"],
): Warning[] {
  const { activation } = layers[layer - 1]!;
  if (isOutput || activation?.wick.family !== "quadrature") return [];
  return typeof activation.wick.of === "function"
    ? ofOwnFunction(layer, activation, results)
    : ofWidth(layer, activation, Math.sqrt(largest));
}

function ofWidth(layer: number, { name }: Activation, sigma: number): Warning[] {
  if (sigma <= WIDE.doubtful) return [];
  const message = `layer ${layer}: standard deviations up to ${sigma.toPrecision(2)}, where 100 nodes do not resolve ${name}`;
  return [{ code: "quadrature", message, layer, serious: sigma > WIDE.wrong }];
}

/** The plan stores the moments at which an own function is averaged. */
function ofOwnFunction(
  layer: number,
  { name, wick }: Activation,
  results: ExecutionResult["results"],
): Warning[] {
  const [mean, variance] = [results.get(`own${layer}/mean`), results.get(`own${layer}/variance`)];
  if (wick.family !== "quadrature" || typeof wick.of !== "function" || !mean || !variance) return [];
  const off = ownFunctionError(wick.of, mean, variance);
  if (off <= OFF.doubtful) return [];
  const size = `${off.toExponential(0)} of the layer's deviation`;
  const advice = "is it smooth? A built-in activation has no such error";
  const message = `layer ${layer}: averages of ${name} over 100 nodes may be off by ${size}: ${advice}`;
  return [{ code: "quadrature", message, layer, serious: off > OFF.wrong }];
}
