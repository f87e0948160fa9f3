import { reading } from "../errors.ts";
import { type OwnCovariance, ownCovariance } from "./covariance.ts";
import { badInput, show } from "./fail.ts";
import { firstNotFinite, isFloatArray } from "./finite.ts";
import { isRecord } from "./is-record.ts";
import type { GaussianInput } from "./network.ts";

/** An input that fits its network. */
export interface CheckedInput extends GaussianInput {
  readonly covariance: OwnCovariance | null;
}

/**
 * Checks that a Gaussian input fits a network with `width` inputs: lengths, finite numbers, a covariance that is symmetric but
 * for 1e-6 of its largest variance. Whether that is positive semidefinite is found where it is factorised.
 *
 * @returns what to compute with: a copy of the covariance, symmetric
 * @throws KpropError `bad-input`, naming the entry
 */
export function checkInput(input: GaussianInput, width: number): CheckedInput {
  return reading("input", "bad-input", () => checkedMoments(input, width));
}

function checkedMoments(input: GaussianInput, width: number): CheckedInput {
  if (!isRecord(input)) badInput(`input is ${show(input)}; expected { mean, covariance }`);
  const { mean, covariance } = input;
  if (!isFloatArray(mean)) badInput("input.mean is neither a Float32Array nor a Float64Array");
  if (mean.length !== width)
    badInput(`input.mean has length ${mean.length}; the network has ${width} inputs`);
  const at = firstNotFinite(mean);
  if (at >= 0) badInput(`input.mean[${at}] is ${mean[at]}`);
  return { mean, covariance: covariance === null ? null : ownCovariance(covariance, width) };
}
