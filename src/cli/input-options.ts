import type { Command } from "commander";
import { KpropError } from "../errors.ts";
import type { FloatArray, GaussianInput, Matrix, Network } from "../network/network.ts";
import { readTensor } from "../network/read-tensor.ts";
import { shapeText, type Tensor } from "../network/tensor.ts";
import { inFile } from "./named-file.ts";

/** Where the moments of the input distribution are. */
export interface InputFlags {
  readonly inputMean?: string;
  readonly inputCovariance?: string;
}

export function addInput(command: Command): Command {
  const what = "JSON, .npy, or safetensors with one tensor";
  return command
    .option("--input-mean <FILE>", `mean of the input (${what}); default: what NET says, or 0`)
    .option("--input-covariance <FILE>", `its covariance (likewise); default: what NET says, or I`);
}

/**
 * The input distribution: flags first, then what is recorded with the network; null: N(0, I).
 *
 * @throws KpropError `bad-file`, `bad-input`
 */
export async function inputFromFlags(network: Network, flags: InputFlags): Promise<GaussianInput | null> {
  const { inputMean, inputCovariance } = flags;
  if (inputMean === undefined && inputCovariance === undefined) return network.input;
  const recorded = network.input ?? {
    mean: new Float64Array(network.layers[0]!.weight.columns),
    covariance: null,
  };
  return {
    mean: inputMean === undefined ? recorded.mean : await readVector(inputMean),
    covariance: inputCovariance === undefined ? recorded.covariance : await readMatrix(inputCovariance),
  };
}

async function readVector(path: string): Promise<FloatArray> {
  const { shape, data } = await inFile(path, readTensor(path));
  if (shape.length === 1) return data;
  return misshapen(path, shape, "a mean is a vector");
}

async function readMatrix(path: string): Promise<Matrix> {
  const { shape, data } = await inFile(path, readTensor(path));
  if (shape.length === 2) return { rows: shape[0]!, columns: shape[1]!, data };
  return misshapen(path, shape, "a covariance is a matrix");
}

function misshapen(path: string, shape: Tensor["shape"], expected: string): never {
  throw new KpropError("bad-input", `${path} holds a tensor of shape ${shapeText(shape)}; ${expected}`);
}
