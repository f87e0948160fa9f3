import { reading } from "../errors.ts";
import { unknownKey } from "../options.ts";
import { isPlain } from "../show.ts";
import { badInput, show } from "./fail.ts";
import type { GaussianInput } from "./network.ts";
import { type MatrixDraft, toMatrix, toVector, type VectorDraft } from "./rows.ts";

/** x ~ N(mean, covariance) as code writes it. */
export interface InputDraft {
  /** Length n: numbers, or an array, which is not copied; default: 0. */
  readonly mean?: VectorDraft;
  /** Shape `[n, n]`: rows, or a matrix, whose data are not copied; default, and null: the identity. */
  readonly covariance?: MatrixDraft | null;
}

/**
 * The Gaussian input that a draft stands for, of `width` variables; lists become f64. Whether it fits is for `checkInput`.
 *
 * @throws KpropError `bad-input`: no draft, an unknown key, or lists that hold other than finite numbers
 */
export function gaussianInput(draft: InputDraft, width: number): GaussianInput {
  return reading("input", "bad-input", () => {
    if (!isPlain(draft)) badInput(`input is ${show(draft)}; expected { mean, covariance }, both optional`);
    const problem = unknownKey(draft, ["mean", "covariance"]);
    if (problem !== null) badInput(`input has the unknown key ${problem}`);
    const { mean = new Float64Array(width), covariance = null } = draft;
    return {
      mean: toVector(mean, "input.mean", badInput),
      covariance: covariance === null ? null : toMatrix(covariance, "input.covariance", badInput),
    };
  });
}
