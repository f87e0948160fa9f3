import { reading } from "../errors.ts";
import { badInput, show } from "./fail.ts";
import { firstNotFinite, isFloatArray, isMatrix } from "./finite.ts";
import { isRecord } from "./is-record.ts";
import type { GaussianInput, Matrix } from "./network.ts";
import { shapeText } from "./tensor.ts";

/** Covariances stored in f32 are symmetric to about 1e-7 of their variances; ten times that is let pass. */
const ASYMMETRY = 1e-6;

/**
 * Checks that a Gaussian input fits a network with `width` inputs: lengths, finite numbers, a symmetric
 * covariance. Whether that is positive semidefinite is found where it is factorised.
 *
 * @throws KpropError `bad-input`, naming the entry
 */
export function checkInput(input: GaussianInput, width: number): void {
  reading("input", "bad-input", () => checkMoments(input, width));
}

function checkMoments(input: GaussianInput, width: number): void {
  if (!isRecord(input)) badInput(`input is ${show(input)}; expected { mean, covariance }`);
  const { mean, covariance } = input;
  if (!isFloatArray(mean)) badInput("input.mean is neither a Float32Array nor a Float64Array");
  if (mean.length !== width)
    badInput(`input.mean has length ${mean.length}; the network has ${width} inputs`);
  const at = firstNotFinite(mean);
  if (at >= 0) badInput(`input.mean[${at}] is ${mean[at]}`);
  if (covariance !== null) checkCovariance(covariance, width);
}

function checkCovariance(covariance: Matrix, width: number): void {
  if (!isMatrix(covariance)) badInput("input.covariance is no matrix of rows × columns floats");
  const { rows, columns, data } = covariance;
  if (rows !== width || columns !== width) {
    badInput(`input.covariance is ${shapeText([rows, columns])}; the network has ${width} inputs`);
  }
  const at = firstNotFinite(data);
  if (at >= 0) badInput(`input.covariance${shapeText([Math.floor(at / width), at % width])} is ${data[at]}`);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) checkPair(data[i * width + j]!, data[j * width + i]!, i, j, covariance);
  }
}

function checkPair(below: number, above: number, i: number, j: number, { columns, data }: Matrix): void {
  const scale = Math.max(Math.abs(data[i * columns + i]!), Math.abs(data[j * columns + j]!));
  if (Math.abs(below - above) <= ASYMMETRY * scale) return;
  badInput(`input.covariance is not symmetric: [${i}, ${j}] is ${below}, [${j}, ${i}] is ${above}`);
}
