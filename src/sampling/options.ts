import { DTYPES, type Dtype } from "../backend/dtype.ts";
import { PRECISIONS, type Precision } from "../backend/precision.ts";
import type { Engine } from "../engine/engine.ts";
import { ENGINE, THREADS } from "../engine/options.ts";
import { KpropError } from "../errors.ts";
import { checkNetwork } from "../network/check.ts";
import { type CheckedInput, checkInput } from "../network/check-input.ts";
import { gaussianInput, type InputDraft } from "../network/gaussian-input.ts";
import type { Network } from "../network/network.ts";
import { ANY, BOOLEAN, checkOptions, FUNCTION, SIGNAL } from "../options.ts";
import { show } from "../show.ts";
import { parseSeed, type Seed } from "./seed.ts";
import type { Variance } from "./variance.ts";

/** What `sample` is asked for. */
export interface SampleOptions {
  /** Evaluations of the network, at least 1 and below 2^53; even with "antithetic", a multiple of 1,024 with Sobol points. */
  readonly samples: number;
  /** An integer from 0 to 2^53 − 1, or a bigint below 2^64; default 0. */
  readonly seed?: number | bigint;
  /**
   * How errors are made smaller; no way is biased. Default: what measured best in equal time, by the network's depth and the
   * number of samples; the result says which.
   *
   * "plain": independent samples, of which the first of a longer run are those of a shorter one.
   *
   * "antithetic": inputs in pairs mean ± d, whose errors cancel as far as the network is odd in d.
   *
   * "control": a control variate, the network's linearisation after a quadratic second layer, whose mean is known exactly
   * (docs/sampling.md); for the output alone, not `layers`.
   *
   * "sobol": Sobol points, 16 independent scramblings of samples / 16 points each, best a power of two.
   *
   * "sobol-control": these points and that control variate.
   */
  readonly variance?: Variance;
  /** Short for `variance: "antithetic"`; default false. */
  readonly antithetic?: boolean;
  /** The type that the network is evaluated in, default "f32"; moments are always kept in f64. */
  readonly dtype?: Dtype;
  /**
   * "relaxed" lets matrix products use the machine's fused multiply-add, whose bits may differ between machines;
   * "strict" is used where the runtime lacks it. Default "strict".
   */
  readonly precision?: Precision;
  /** The input distribution; `{}` is N(0, I). Default: the network's own, else N(0, I). */
  readonly input?: InputDraft;
  /**
   * The most threads to compute with, 1 to 1024; results do not depend on it. Work of less than some 20 ms and networks with a
   * caller's own activation function get one. Default: all cores.
   */
  readonly threads?: number;
  /** Where it runs: keeps threads and memory for the next call. Default: one for all calls that name none. */
  readonly engine?: Engine;
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
  readonly variance: Variance;
  readonly dtype: Dtype;
  /** What was asked for. */
  readonly precision: Precision;
  readonly input: CheckedInput | null;
  readonly layers: boolean;
}

export const SAMPLE_TYPES = {
  ...{ samples: ANY, seed: ANY, variance: ANY, dtype: ANY, precision: ANY, input: ANY },
  ...{ antithetic: BOOLEAN, layers: BOOLEAN, signal: SIGNAL, onProgress: FUNCTION },
  ...{ threads: THREADS, engine: ENGINE },
};

/**
 * @param best the way to sample where none is asked for
 * @throws KpropError `bad-option`, `bad-network` or `bad-input`
 */
export function parseSampleOptions(
  network: Network,
  options: SampleOptions | undefined,
  best: (network: Network, samples: number, layers: boolean) => Variance,
): SampleSettings {
  const checked = checkOptions<SampleOptions>("sample", options, SAMPLE_TYPES);
  const { samples, seed = 0, layers = false } = checked;
  const { dtype = "f32", precision = "strict" } = checked;
  if (!isCount(samples)) {
    throw bad(`samples is ${show(samples)}; expected an integer from 1 to 2^53 - 1`);
  }
  const asked = parseVariance(checked);
  checkNetwork(network);
  const variance = asked ?? best(network, samples, layers);
  if (samples % MULTIPLES[variance] > 0) {
    throw bad(`samples is ${samples}; "${variance}" needs a multiple of ${MULTIPLES[variance]}`);
  }
  if (!DTYPES.includes(dtype)) throw bad(`dtype is ${show(dtype)}; expected "f32" or "f64"`);
  if (!PRECISIONS.includes(precision)) {
    throw bad(`precision is ${show(precision)}; expected "strict" or "relaxed"`);
  }
  const input = inputOf(network, checked.input);
  return { samples, seed: parseSeed(seed), variance, dtype, precision, input, layers };
}

/** null: to be chosen. */
function parseVariance({ variance, antithetic = false }: Partial<SampleOptions>): Variance | null {
  if (variance === undefined) return antithetic ? "antithetic" : null;
  if (typeof variance !== "string" || !Object.hasOwn(MULTIPLES, variance))
    throw bad(`variance is ${show(variance)}; expected one of ${Object.keys(MULTIPLES).join(", ")}`);
  if (antithetic && variance !== "antithetic") throw bad(`variance is "${variance}", but antithetic is true`);
  return variance;
}

/** What samples come in whole multiples of: pairs, and a block of draws for each scrambling. */
export const MULTIPLES: Readonly<Record<Variance, number>> = {
  ...{ plain: 1, antithetic: 2, control: 1 },
  ...{ sobol: 1024, "sobol-control": 1024 },
};

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function inputOf({ input: own = null, layers }: Network, draft: InputDraft | undefined): CheckedInput | null {
  const width = layers[0]!.weight.columns;
  const asked = draft === undefined ? own : gaussianInput(draft, width);
  return asked && checkInput(asked, width);
}

function bad(message: string): KpropError {
  return new KpropError("bad-option", message);
}
