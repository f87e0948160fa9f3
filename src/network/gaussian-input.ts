import { reading } from "../errors.ts";
import { unknownKey } from "../options.ts";
import { isPlain } from "../show.ts";
import { badInput, show } from "./fail.ts";
import { isSame } from "./is-same.ts";
import type { GaussianInput, Matrix } from "./network.ts";
import { type MatrixDraft, toMatrix, toVector, type VectorDraft } from "./rows.ts";

/** x ~ N(mean, covariance) as code writes it. */
export interface InputDraft {
  /** Length n: numbers, or an array, which is not copied; default: 0. */
  readonly mean?: VectorDraft;
  /**
   * Shape `[n, n]`: rows, lists or typed arrays, or a matrix; default, and null: the identity. One that is not symmetric or
   * not positive semidefinite by at most 1e-6 of its largest variance is put right, with a warning (`adjusted-covariance`); one
   * that was given before, as the same array with the same numbers, is not factored again.
   */
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
      covariance: covariance === null ? null : covarianceMatrix(covariance),
    };
  });
}

/** Matrices made of rows before. */
const made = new WeakMap<MatrixDraft, Matrix>();

/** Rows that have not changed since give the same matrix. */
function covarianceMatrix(draft: MatrixDraft): Matrix {
  const matrix = toMatrix(draft, "input.covariance", badInput);
  const before = made.get(draft);
  if (before !== undefined && isSame(before.data, matrix.data)) return before;
  if (Array.isArray(draft)) made.set(draft, matrix);
  return matrix;
}
