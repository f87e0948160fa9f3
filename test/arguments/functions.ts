import { readFileSync } from "node:fs";
import { Engine } from "../../src/engine/engine.ts";
import * as kprop from "../../src/index.ts";
import * as training from "../../src/training/index.ts";

const layers = [
  {
    weight: [
      [1, 2],
      [3, -4],
    ],
    bias: [0.5, 1],
    activation: "relu",
    weightVariance: 2,
  },
  { weight: [[1, -1]], activation: null, weightVariance: 2 },
] as const;
export const network = kprop.makeNetwork({ layers });
const input = {
  mean: [0, 1],
  covariance: [
    [1, 0.5],
    [0.5, 1],
  ],
};
const { signal } = new AbortController();
const onProgress = () => {};
export const engine = new Engine();

const method = {
  ...{ order: 2, kind: "simple", metric: "exact", form: "dense", dtype: "f64", precision: "strict", input },
  ...{ threads: 1, fold: true, layers: true, cumulants: true },
};
const watch = { signal, onProgress, engine };
const sampling = {
  ...{ samples: 64, seed: 1, dtype: "f32", precision: "strict", input, threads: 1, ...watch },
};
const question = { threshold: [0.5], neuron: 0, side: "above" };
const { layers: _layers, cumulants: _cumulants, ...bare } = method;
const { fold: _fold, ...gradient } = bare;
const loss = {
  type: "sum",
  terms: [
    { weight: 1, loss: { type: "mean", output: 0 } },
    { weight: 2, loss: { type: "tail", output: 0, threshold: 1 } },
    { weight: 2, loss: { type: "squared-difference", target: network } },
  ],
};
const bytes = new Uint8Array(readFileSync("test/networks/whest-none-v2-plain.parquet"));

/** A function and arguments of it with every option that it takes. */
export interface Public {
  readonly run: (...given: never[]) => unknown;
  readonly arguments: readonly unknown[];
  /** Which of them is options, and what of these there must be; absent: none is. */
  readonly options?: { readonly at: number; readonly required: readonly string[] };
}

/** Every public function, by name; twice where options exclude each other. */
export const FUNCTIONS: Readonly<Record<string, Public>> = {
  estimate: {
    run: kprop.estimate,
    arguments: [network, { ...method, ...watch, ladder: true, verify: 64, combine: "safe", seed: 1 }],
    options: { at: 1, required: [] },
  },
  "estimate by a budget": {
    run: kprop.estimate,
    arguments: [network, { budget: { flops: 1e6 }, target: 0.1, seed: 1, input, threads: 1, ...watch }],
    options: { at: 1, required: ["budget"] },
  },
  plan: {
    run: kprop.plan,
    arguments: [network, { ...method, ...watch, ladder: true }],
    options: { at: 1, required: [] },
  },
  sample: {
    run: kprop.sample,
    arguments: [network, { ...sampling, variance: "plain", antithetic: false, layers: true }],
    options: { at: 1, required: ["samples"] },
  },
  sampleOutputs: {
    run: kprop.sampleOutputs,
    arguments: [network, sampling],
    options: { at: 1, required: ["samples"] },
  },
  tailProbability: {
    run: kprop.tailProbability,
    arguments: [network, { ...question, ...bare, ...watch, ladder: true }],
    options: { at: 1, required: ["threshold"] },
  },
  tailBySampling: {
    run: kprop.tailBySampling,
    arguments: [network, { ...question, ...sampling }],
    options: { at: 1, required: ["samples", "threshold"] },
  },
  tailBySplitting: {
    run: kprop.tailBySplitting,
    arguments: [network, { ...question, ...sampling, samples: 20_000 }],
    options: { at: 1, required: ["samples", "threshold"] },
  },
  randomNetwork: {
    run: kprop.randomNetwork,
    arguments: [
      {
        ...{ width: 3, depth: 2, inputs: 2, outputs: 1, activation: "tanh", initialisation: "critical" },
        ...{ biasVariance: 0, seed: 1, signal },
      },
    ],
    options: { at: 0, required: ["width", "depth"] },
  },
  "randomNetwork of widths": {
    run: kprop.randomNetwork,
    arguments: [{ widths: [3, 2], activation: ["leaky_relu", 0.1] }],
    options: { at: 0, required: ["widths"] },
  },
  makeNetwork: { run: kprop.makeNetwork, arguments: [{ layers, input, notes: ["a guess"] }] },
  checkNetwork: { run: kprop.checkNetwork, arguments: [network] },
  parseActivation: { run: kprop.parseActivation, arguments: [["leaky_relu", 0.2]] },
  readNetwork: {
    run: kprop.readNetwork,
    arguments: [bytes, { format: "parquet", row: 0 }],
    options: { at: 1, required: [] },
  },
  "readNetwork of tensors": {
    run: kprop.readNetwork,
    arguments: ["test/networks/numpy-savez.npz", { activation: ["relu"], orientation: "out-in" }],
    options: { at: 1, required: [] },
  },
  readWhestRow: { run: kprop.readWhestRow, arguments: [bytes, 0] },
  networkToSafetensors: { run: kprop.networkToSafetensors, arguments: [network] },
  readSafetensors: { run: kprop.readSafetensors, arguments: [bytes] },
  writeSafetensors: {
    run: kprop.writeSafetensors,
    arguments: [new Map([["a", { shape: [1], data: new Float64Array(1) }]]), new Map([["key", "text"]])],
  },
  loadKernels: { run: kprop.loadKernels, arguments: [new Uint8Array(8)] },
  loadKernelsSync: { run: kprop.loadKernelsSync, arguments: [new Uint8Array(8)] },
  valueAndGradient: {
    run: training.valueAndGradient,
    arguments: [network, loss, { ...gradient, ...watch }],
    options: { at: 2, required: [] },
  },
  train: {
    run: training.train,
    arguments: [
      network,
      { type: "variance", output: 0 },
      {
        ...{ ...gradient, ...watch, steps: 1, onStep: () => {} },
        optimiser: { type: "momentum", rate: 0.01, momentum: 0.5 },
      },
    ],
    options: { at: 2, required: ["steps", "optimiser"] },
  },
};

/** What the library exports that is no function to be called. */
export const CLASSES = ["Engine", "KpropError"];

export const EXPORTED = [...Object.keys(kprop), ...Object.keys(training)];
