import { DTYPES, type Dtype } from "../backend/dtype.ts";
import { KpropError } from "../errors.ts";
import { checkNetwork } from "../network/check.ts";
import { checkInput } from "../network/check-input.ts";
import { gaussianInput, type InputDraft } from "../network/gaussian-input.ts";
import type { GaussianInput, Network } from "../network/network.ts";
import { ANY, BOOLEAN, checkOptions, FUNCTION, SIGNAL } from "../options.ts";
import { show } from "../show.ts";
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
  /** The input distribution; `{}` is N(0, I). Default: the network's own, else N(0, I). */
  readonly input?: InputDraft;
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

const TYPES = {
  ...{ samples: ANY, seed: ANY, dtype: ANY, input: ANY },
  ...{ antithetic: BOOLEAN, layers: BOOLEAN, signal: SIGNAL, onProgress: FUNCTION },
};

/** @throws KpropError `bad-option`, `bad-network` or `bad-input` */
export function parseSampleOptions(network: Network, options: SampleOptions | undefined): SampleSettings {
  const checked = checkOptions<SampleOptions>("sample", options, TYPES);
  const { samples, seed = 0, antithetic = false, dtype = "f32", layers = false } = checked;
  if (!isCount(samples)) {
    throw bad(`samples is ${show(samples)}; expected an integer from 1 to 2^53 - 1`);
  }
  if (antithetic && samples % 2 === 1) {
    throw bad(`samples is ${samples}; antithetic samples come in pairs: expected an even number`);
  }
  if (!DTYPES.includes(dtype)) throw bad(`dtype is ${show(dtype)}; expected "f32" or "f64"`);
  checkNetwork(network);
  const input = inputOf(network, checked.input);
  return { samples, seed: parseSeed(seed), antithetic, dtype, input, layers };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

/** The network's own has been checked with it. */
function inputOf(network: Network, draft: InputDraft | undefined): GaussianInput | null {
  if (draft === undefined) return network.input ?? null;
  const width = network.layers[0]!.weight.columns;
  const input = gaussianInput(draft, width);
  checkInput(input, width);
  return input;
}

function bad(message: string): KpropError {
  return new KpropError("bad-option", message);
}
