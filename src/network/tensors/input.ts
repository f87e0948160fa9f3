import { badFile } from "../fail.ts";
import type { GaussianInput } from "../network.ts";
import type { Tensor } from "../tensor.ts";
import { describe } from "./stored-layer.ts";

export const INPUT_MEAN = "input.mean";
export const INPUT_COVARIANCE = "input.covariance";

/**
 * The Gaussian input recorded beside a network: `input.mean` `[n]` and `input.covariance` `[n, n]`, of which
 * the covariance may be absent; null: neither is there.
 *
 * @throws KpropError `bad-file`: other dimensions, or a covariance without a mean
 */
export function readInput(tensors: ReadonlyMap<string, Tensor>): GaussianInput | null {
  const mean = tensors.get(INPUT_MEAN);
  const covariance = tensors.get(INPUT_COVARIANCE);
  if (mean && mean.shape.length !== 1) badFile(`${describe({ name: INPUT_MEAN, ...mean })} is no vector`);
  if (covariance && covariance.shape.length !== 2) {
    badFile(`${describe({ name: INPUT_COVARIANCE, ...covariance })} is no matrix`);
  }
  if (!mean && covariance) badFile(`"${INPUT_COVARIANCE}" comes without "${INPUT_MEAN}"`);
  if (!mean) return null;
  const [rows, columns] = covariance?.shape ?? [];
  return {
    mean: mean.data,
    covariance: covariance ? { rows: rows!, columns: columns!, data: covariance.data } : null,
  };
}
