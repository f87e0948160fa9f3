import { KpropError } from "../errors.ts";
import { badFile } from "../network/fail.ts";
import { readPath } from "../network/files/read-path.ts";
import { isRecord } from "../network/is-record.ts";
import { type Network, widths } from "../network/network.ts";
import { vectorFromList } from "../network/rows.ts";
import { decodeUtf8, parseJson } from "../network/strict-json.ts";
import type { SampleResult } from "../sampling/sample.ts";

/** Known means of the outputs, with what is uncertain about them. */
export interface Truth {
  readonly source: string;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly standardError: Float64Array;
}

/** Squared error over variance, both averaged over outputs, the truth's own noise taken off (spec section 1). */
export function vnmse(truth: Truth, mean: Float64Array): number {
  const squares = sum(mean, (x, i) => (x - truth.mean[i]!) ** 2);
  return squares / sum(truth.variance) - noiseFloor(truth);
}

/** The vnMSE of the truth itself: no smaller error can be told from it. */
export function noiseFloor({ standardError, variance }: Truth): number {
  return sum(standardError, (x) => x * x) / sum(variance);
}

function sum(values: Float64Array, of: (x: number, i: number) => number = (x) => x): number {
  return values.reduce((total, x, i) => total + of(x, i), 0);
}

/** @throws KpropError `bad-network` if no output varies */
export function truthFromSamples({ samples, seed, output }: SampleResult): Truth {
  if (!output.variance.some((x) => x > 0)) {
    const why = "so that vnMSE, which is relative to their variance, has no meaning";
    throw new KpropError("bad-network", `the outputs do not vary over the input, ${why}`);
  }
  return { source: `${samples} samples, seed ${seed}`, ...output };
}

/**
 * Reads `{ "mean": […], "variance": […], "standard_error": […], "samples": N }`, one number for each output;
 * `samples` is only shown, other keys are not looked at.
 *
 * @throws KpropError `bad-file`
 */
export async function readTruth(path: string, network: Network): Promise<Truth> {
  const json = parseJson(decodeUtf8(await readPath(path), path), path);
  if (!isRecord(json)) return badFile(`${path} is no JSON object`);
  const outputs = widths(network).at(-1)!;
  const list = (key: string) => numbers(json[key], outputs, `${path}: ${key}`);
  const [mean, variance, standardError] = [list("mean"), list("variance"), list("standard_error")];
  for (const [key, values] of Object.entries({ variance, standard_error: standardError })) {
    const negative = values.findIndex((x) => x < 0);
    if (negative >= 0) badFile(`${path}: ${key}[${negative}] is ${values[negative]}; expected at least 0`);
  }
  if (!variance.some((x) => x > 0)) badFile(`${path}: no variance is above 0, so that vnMSE has no meaning`);
  const samples = typeof json.samples === "number" ? `, ${json.samples} samples` : "";
  return { source: path + samples, mean, variance, standardError };
}

function numbers(value: unknown, outputs: number, name: string): Float64Array {
  if (value === undefined) badFile(`${name} is missing`);
  const list = vectorFromList(value, name, badFile);
  if (list.length !== outputs)
    badFile(`${name} has length ${list.length}; expected ${outputs}, one for each output`);
  return list;
}
