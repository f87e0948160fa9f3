import { describe, expect, it } from "vitest";
import { KpropError } from "../../src/errors.ts";
import { finiteResult } from "../../src/estimate/finite-result.ts";
import type { LayerDraft, Network } from "../../src/index.ts";
import * as kprop from "../../src/index.ts";
import { train, valueAndGradient } from "../../src/training/index.ts";
import { scoreMeans } from "../../src/whest/score.ts";
import { expectRefusal } from "../network/helpers.ts";

/** Networks whose numbers are of that size. */
function networks(size: number): Record<string, Network> {
  const single = { rows: 1, columns: 1, data: Float32Array.of(Math.min(size, 3e38)) };
  const relu = { activation: "relu" };
  const drafts: Record<string, readonly LayerDraft[]> = {
    linear: [{ weight: [[size]] }],
    "ends with relu": [{ weight: [[size]], ...relu }],
    "ends with squares": [{ weight: [[size]], activation: "square" }],
    relu: [{ weight: [[size], [-size]], ...relu }, { weight: [[size, 1]] }],
    squares: [{ weight: [[size], [size / 2]], activation: "square" }, { weight: [[1, -1]] }],
    tanh: [{ weight: [[size], [size]], activation: "tanh" }, { weight: [[size, size]] }],
    steps: [{ weight: [[size], [1]], activation: "heaviside" }, { weight: [[size, size]] }],
    biases: [
      { weight: [[1], [2]], bias: [size, -size], ...relu },
      { weight: [[1, -1]], bias: [size] },
    ],
    deep: [
      ...Array(3).fill({
        weight: [
          [size, 1],
          [1, size],
        ],
        ...relu,
      }),
      { weight: [[1, size]] },
    ],
    "in f32": [{ weight: single, ...relu }, { weight: single }],
  };
  return Object.fromEntries(
    Object.entries(drafts).map(([name, layers]) => [name, kprop.makeNetwork({ layers })]),
  );
}

const mean = { type: "mean", output: 0 } as const;
const step = { steps: 2, optimiser: { type: "sgd", rate: 1e-3 } } as const;

/** Every function that gives numbers, by whatever tells apart how they are computed. */
const CALLS: Readonly<Record<string, (network: Network, dtype: "f32" | "f64") => Promise<object>>> = {
  "estimate, order 1": (network, dtype) => kprop.estimate(network, { order: 1, dtype, layers: true }),
  "estimate, order 2": (network, dtype) => kprop.estimate(network, { dtype, cumulants: true }),
  "estimate, order 3": (network, dtype) => kprop.estimate(network, { order: 3, kind: "augment", dtype }),
  "estimate, order 4": (network, dtype) => kprop.estimate(network, { order: 4, dtype }),
  "estimate, verified": (network, dtype) => kprop.estimate(network, { verify: 64, combine: "safe", dtype }),
  "estimate, combined": (network, dtype) =>
    kprop.estimate(network, { verify: 64, combine: "calibrated", dtype }),
  "estimate by a budget": (network, dtype) => kprop.estimate(network, { budget: { flops: 1e6 }, dtype }),
  "estimate to a target": (network, dtype) =>
    kprop.estimate(network, { budget: { flops: 1e6 }, target: 0.01, dtype }),
  sample: (network, dtype) => kprop.sample(network, { samples: 64, variance: "plain", layers: true, dtype }),
  "sample, antithetic": (network, dtype) => kprop.sample(network, { samples: 64, antithetic: true, dtype }),
  "sample, control": (network, dtype) => kprop.sample(network, { samples: 64, variance: "control", dtype }),
  "sample, sobol": (network, dtype) =>
    kprop.sample(network, { samples: 1024, variance: "sobol-control", dtype }),
  sampleOutputs: (network, dtype) => kprop.sampleOutputs(network, { samples: 8, dtype }),
  "tailProbability, order 1": (network, dtype) =>
    kprop.tailProbability(network, { threshold: 1, order: 1, dtype }),
  "tailProbability, order 4": (network, dtype) =>
    kprop.tailProbability(network, { threshold: 1, order: 4, dtype }),
  tailBySampling: (network, dtype) => kprop.tailBySampling(network, { samples: 64, threshold: 1, dtype }),
  tailBySplitting: (network, dtype) =>
    kprop.tailBySplitting(network, { samples: 20_000, threshold: 1, dtype }),
  "gradient of a mean": (network, dtype) => valueAndGradient(network, mean, { order: 1, dtype }),
  "gradient of a variance": (network, dtype) =>
    valueAndGradient(network, { type: "variance", output: 0 }, { order: 3, dtype }),
  "gradient of a tail": (network, dtype) =>
    valueAndGradient(network, { type: "tail", output: 0, threshold: 1 }, { dtype }),
  "gradient of a difference": (network, dtype) =>
    valueAndGradient(network, { type: "squared-difference", target: network }, { dtype }),
  "gradient of a sum": (network, dtype) =>
    valueAndGradient(network, { type: "sum", terms: [{ weight: 1e300, loss: mean }] }, { dtype }),
  train: (network, dtype) => train(network, mean, { ...step, dtype }),
  "train, in large steps": (network, dtype) =>
    train(network, mean, { steps: 2, optimiser: { type: "adam", rate: 1e300 }, dtype }),
};

/** What no number says: the logarithm of 0, and a tail where there is no saddlepoint. */
const NONE = /\.logProbability=-Infinity$|^\.saddlepoint\.(p|logP)robability=NaN$/;

/** Every number of a result that should not be there, with its place. */
function* wrong(value: unknown, place: string): Generator<string> {
  if (typeof value === "number") {
    if (!Number.isFinite(value) && !NONE.test(`${place}=${value}`)) yield `${place}=${value}`;
    else if (/\.probability$/.test(place) && (value < 0 || value > 1)) yield `${place}=${value}`;
  } else if (ArrayBuffer.isView(value)) {
    for (const x of new Set(value as Float64Array)) yield* wrong(x, place);
  } else if (value instanceof Map) for (const [key, each] of value) yield* wrong(each, `${place}.${key}`);
  else if (typeof value === "object" && value !== null)
    for (const [key, each] of Object.entries(value)) yield* wrong(each, `${place}.${key}`);
}

describe.each(Object.keys(CALLS))("%s gives finite numbers or an error", (name) => {
  it.each([
    1e160, 1e150, 1e38, 1e20, 1e-40, 1e-150, 5e-324,
  ])("of networks whose numbers are about %d", async (size) => {
    const found: string[] = [];
    for (const [kind, network] of Object.entries(networks(size))) {
      for (const dtype of ["f32", "f64"] as const) {
        try {
          const result = await CALLS[name]!(network, dtype);
          found.push(...[...wrong(result, "")].map((each) => `${kind}, ${dtype}: ${each}`));
        } catch (error) {
          const { code, message } = error as KpropError;
          const isClear = error instanceof KpropError && (code === "not-finite" || code === "bad-option");
          if (!isClear) found.push(`${kind}, ${dtype}: ${error}`);
          else expect(message.length).toBeLessThan(300);
        }
      }
    }
    expect(found).toEqual([]);
  });
});

describe("what is not finite", () => {
  it("is named: a sample's output, a tail, a squared difference of orders", async () => {
    const [huge, wide] = [networks(1e20), networks(1e150)];
    const sampled = () => kprop.sampleOutputs(huge["ends with squares"]!, { samples: 4 });
    await expectRefusal(sampled, "not-finite", "output", "overflow");
    const tail = () => kprop.tailProbability(wide.linear!, { threshold: 1 });
    await expectRefusal(tail, "not-finite", "tail probability");
    expect(() => finiteResult({ ladder: [1, Number.POSITIVE_INFINITY] })).toThrow(
      "ladder[1] came out as Infinity",
    );
    const gradient = { layers: [{ weight: Float64Array.of(1, Number.NaN) }] };
    expect(() => finiteResult({ gradient })).toThrow("gradient.layers[0].weight[1] came out as NaN");
  });

  it("is refused of random networks and of scores", async () => {
    const drawn = () => kprop.randomNetwork({ width: 2, depth: 1, biasVariance: 1e300 });
    await expectRefusal(drawn, "not-finite", "give a smaller biasVariance");
    const means = { final: Float64Array.of(1e200), layers: null };
    const truth = { final: Float64Array.of(-1e200), layers: null };
    expect(() => scoreMeans(means, truth)).toThrow("the mean squared error overflows");
  });

  it("is null in a certificate of samples that are all the same", async () => {
    const constant = kprop.makeNetwork({ layers: [{ weight: [[0]], bias: [2] }] });
    const { certificate } = await kprop.estimate(constant, { verify: 64 });
    expect(certificate).toMatchObject({ mse: 0, vnmse: null, lower: null, upper: null, worthSamples: null });
  });
});
