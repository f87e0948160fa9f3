import type { Network } from "../../network/network.ts";
import { narrowness } from "../differences.ts";
import { isFewInputs } from "../warnings/few-inputs.ts";

/** Directions in which layers behind few inputs vary, for each of these, however wide they are. */
const PER_INPUT = 2;

/**
 * Σ 1/width, of which theory says what estimates are worth; behind few inputs Σ 1/directions, so that nothing is promised there and
 * samples come first.
 */
export function crowding(network: Network): number {
  if (!isFewInputs(network)) return narrowness(network);
  const most = PER_INPUT * network.layers[0]!.weight.columns;
  const hidden = network.layers.filter(({ activation }) => activation !== null);
  return hidden.reduce((sum, { weight }) => sum + 1 / Math.min(weight.rows, most), 0);
}
