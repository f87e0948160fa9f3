import { DTYPES, type Dtype } from "../backend/dtype.ts";
import { KpropError } from "../errors.ts";
import { checkNetwork } from "../network/check.ts";
import { checkInput } from "../network/check-input.ts";
import type { GaussianInput, Network } from "../network/network.ts";
import { parseSeed, type Seed } from "./seed.ts";

/** What `sample` is asked for. */
export interface SampleOptions {
  /** Evaluations of the network, at least 1 and below 2^53; even with `antithetic`. */
  readonly samples: number;
  /** An integer from 0 to 2^53 − 1, or a bigint below 2^64; default 0. */
  readonly seed?: number | bigint;
  /** Draw inputs in pairs mean ± d, whose errors cancel as far as the network is odd in d; default false. */
  readonly antithetic?: boolean;
  /** The type that the network is evaluated in, default "f32"; moments are always kept in f64. */
  readonly dtype?: Dtype;
  /** Default: the network's own, else N(0, I). */
  readonly input?: GaussianInput;
  /** Give the moments of every layer, not of the last alone; default false. */
  readonly layers?: boolean;
  /** Aborts the run within some 50 ms. */
  readonly signal?: AbortSignal;
  /** Told how far the run is, in evaluations, a few times a second and at the end. */
  readonly onProgress?: (progress: { done: number; total: number }) => void;
}

/** Options checked, with their defaults in place. */
export interface SampleSettings {
  readonly samples: number;
  readonly seed: Seed;
  readonly antithetic: boolean;
  readonly dtype: Dtype;
  readonly input: GaussianInput | null;
  readonly layers: boolean;
}

/** @throws KpropError `bad-option`, `bad-network` or `bad-input` */
export function parseSampleOptions(network: Network, options: SampleOptions): SampleSettings {
  const { samples, antithetic = false, dtype = "f32", layers = false } = options;
  if (!Number.isSafeInteger(samples) || samples < 1) {
    throw bad(`samples is ${samples}; expected an integer from 1 to 2^53 - 1`);
  }
  if (antithetic && samples % 2 === 1) {
    throw bad(`samples is ${samples}; antithetic samples come in pairs: expected an even number`);
  }
  if (!DTYPES.includes(dtype)) throw bad(`dtype is ${JSON.stringify(dtype)}; expected "f32" or "f64"`);
  checkNetwork(network);
  const input = options.input ?? network.input;
  if (input) checkInput(input, network.layers[0]!.weight.columns);
  return { samples, seed: parseSeed(options.seed ?? 0), antithetic, dtype, input, layers };
}

function bad(message: string): KpropError {
  return new KpropError("bad-option", message);
}
