import type { Network } from "../../network/network.ts";
import { narrowness } from "../differences.ts";
import type { Estimate } from "../estimate.ts";
import type { Method } from "../options.ts";
import { fewness } from "../warnings/few-directions.ts";
import { isFewInputs } from "../warnings/few-inputs.ts";
import { costOfDraw } from "./how-many.ts";

/** Lines beyond which it is worth looking closer, drawn with `npm run experiment -- silence`. */
const LINES = {
  /** Σ 1/directions over the layers, from order 2 on. */
  fewness: 0.2,
  /** Of the outputs' variance, what the orders foretell. */
  foretold: 5e-4,
  /** Order 1 knows of no directions: Σ 1/width, and what a draw costs where thousands take no time. */
  narrowness: 0.03,
  cost: 2 ** 18,
};

/**
 * Whether anything casts doubt on an estimate before samples have been looked at closely.
 *
 * @param variance the outputs' mean variance, as the first samples have it
 */
export function isDoubtful(
  network: Network,
  { input }: Method,
  { order, expectedError }: Estimate,
  results: ReadonlyMap<string, Float64Array>,
  variance: number,
): boolean {
  if (isFewInputs(network)) return true;
  if (order === 1) return input?.covariance != null || isSmall(network);
  if (expectedError !== null && !(expectedError.mse <= LINES.foretold * variance)) return true;
  return !(fewness(results) <= LINES.fewness);
}

function isSmall(network: Network): boolean {
  const hidden = network.layers.filter(({ activation }) => activation !== null).length;
  return hidden > 1 && (narrowness(network) >= LINES.narrowness || costOfDraw(network) <= LINES.cost);
}
