import type { Activation, CriticalPoint } from "../activations/activation.ts";
import type { ActivationSpec } from "../activations/parse.ts";
import { MEMORY_LIMIT } from "../backend/arena.ts";
import { KpropError } from "../errors.ts";
import { show } from "../show.ts";

/** What `randomNetwork` is asked for. */
export interface RandomNetworkOptions {
  /** Neurons of every hidden layer; or `widths`. */
  readonly width?: number;
  /** Hidden layers, with `width`; 0: the output map alone. */
  readonly depth?: number;
  /** Neurons of each hidden layer in turn; or `width` and `depth`. */
  readonly widths?: readonly number[];
  /** Default: the first hidden width. */
  readonly inputs?: number;
  /** Default: the last hidden width. */
  readonly outputs?: number;
  /** Of the hidden layers; default "relu". */
  readonly activation?: ActivationSpec;
  /** The law of the weights, default "he". */
  readonly initialisation?: "he" | "critical";
  /** Variance of the biases; default 0 with "he", the activation's own with "critical". 0: no biases. */
  readonly biasVariance?: number;
  /** An integer from 0 to 2^53 − 1, or a bigint below 2^64; default 0. */
  readonly seed?: number | bigint;
  readonly signal?: AbortSignal;
}

/** A layer to draw. */
export interface LayerPlan {
  readonly rows: number;
  readonly columns: number;
  readonly activation: Activation | null;
  /** `columns` times the variance of a weight. */
  readonly weightVariance: number;
  readonly biasVariance: number;
}

/** More hidden layers are taken for a slip. */
const MOST_LAYERS = 2 ** 20;

/** @throws KpropError `bad-option`, or `too-large` if the weights in f32 exceed a WebAssembly memory */
export function planRandomNetwork(options: RandomNetworkOptions, activation: Activation): LayerPlan[] {
  const widths = layerWidths(options);
  const { first, later, bias } = variances(options, activation);
  const plans = widths.slice(1).map((rows, index) => ({
    rows,
    columns: widths[index]!,
    activation: index < widths.length - 2 ? activation : null,
    weightVariance: index === 0 ? first : later,
    biasVariance: bias,
  }));
  const bytes = plans.reduce((sum, { rows, columns }) => sum + 4 * rows * columns, 0);
  if (bytes > MEMORY_LIMIT) {
    const gib = (bytes / 2 ** 30).toFixed(1);
    throw new KpropError(
      "too-large",
      `the weights take ${gib} GiB (${bytes} bytes); at most 4 GiB can be used`,
    );
  }
  return plans;
}

/** Inputs, hidden widths, outputs. */
function layerWidths(options: RandomNetworkOptions): number[] {
  const hidden = hiddenWidths(options);
  const { inputs = hidden[0] ?? options.width, outputs = hidden.at(-1) ?? options.width } = options;
  return [count("inputs", inputs, 1), ...hidden, count("outputs", outputs, 1)];
}

function hiddenWidths({ width, depth, widths, inputs, outputs }: RandomNetworkOptions): number[] {
  if (widths === undefined) {
    const each = count("width", width, 1);
    return new Array<number>(count("depth", depth, 0, MOST_LAYERS)).fill(each);
  }
  if (width !== undefined || depth !== undefined) throw bad("give either widths, or width and depth");
  if (!Array.isArray(widths)) throw bad(`widths is ${show(widths)}; expected a list of integers`);
  if (widths.length === 0 && (inputs === undefined || outputs === undefined)) {
    throw bad("widths is []; expected a hidden width, or else inputs and outputs as well");
  }
  return Array.from(widths, (value, index) => count(`widths[${index}]`, value, 1));
}

function count(name: string, value: unknown, least: number, most = 2 ** 31 - 1): number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most)
    return value as number;
  throw bad(`${name} is ${show(value)}; expected an integer from ${least} to ${most}`);
}

function variances({ initialisation = "he", biasVariance }: RandomNetworkOptions, activation: Activation) {
  if (initialisation !== "he" && initialisation !== "critical") {
    throw bad(`initialisation is ${show(initialisation)}; expected "he" or "critical"`);
  }
  const critical = initialisation === "he" ? null : criticalPoint(activation);
  const bias = biasVariance === undefined ? (critical?.biasVariance ?? 0) : biasVariance;
  if (!Number.isFinite(bias) || bias < 0)
    throw bad(`biasVariance is ${show(bias)}; expected a number of at least 0`);
  if (critical === null) return { first: 2, later: 2, bias };
  if (bias >= critical.variance) {
    throw bad(
      `biasVariance is ${bias}; expected less than ${activation.name}'s critical ${critical.variance}`,
    );
  }
  return { first: critical.variance - bias, later: critical.weightVariance, bias };
}

function criticalPoint({ name, critical }: Activation): CriticalPoint {
  if (critical) return critical;
  throw bad(`no critical point is stated for the activation ${name}; use the initialisation "he"`);
}

function bad(message: string): KpropError {
  return new KpropError("bad-option", message);
}
