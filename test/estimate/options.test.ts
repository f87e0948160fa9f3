import { describe, expect, it } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import type { ErrorCode } from "../../src/errors.ts";
import { type EstimateOptions, estimate } from "../../src/estimate/estimate.ts";
import { plan } from "../../src/estimate/plan.ts";
import { makeNetwork } from "../../src/network/make.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { sample } from "../../src/sampling/sample.ts";
import { expectRefusal } from "../network/helpers.ts";

const network = makeNetwork({
  layers: [
    {
      weight: [
        [1, 2],
        [3, -4],
      ],
    },
    { weight: [[1, -1]] },
  ],
});
/** What plain JavaScript may hand in. */
const anything = (value: unknown) => value as never;

const wrongOptions: [unknown, ErrorCode, string][] = [
  [null, "bad-option", "options is null; expected an object"],
  ["order 2", "bad-option", 'options is "order 2"; expected an object'],
  [[], "bad-option", "options is []; expected an object"],
  [new Map(), "bad-option", "options is [object Map]; expected an object"],
  [{ oder: 1 }, "bad-option", "unknown option oder; did you mean order?"],
  [{ onprogress: () => {} }, "bad-option", "unknown option onprogress; did you mean onProgress?"],
  [{ colour: 1 }, "bad-option", "unknown option colour; known: order, kind"],
  [{ order: "2" }, "bad-option", 'order is "2"; expected one of 1, 2, 3, 4'],
  [{ order: 2n }, "bad-option", "order is 2n"],
  [{ order: Number.NaN }, "bad-option", "order is NaN"],
  [{ order: Symbol("two") }, "bad-option", "order is Symbol(two)"],
  [{ order: () => 2 }, "bad-option", "order is a function"],
  [{ kind: [2n] }, "bad-option", 'kind is ["2n"]'],
  [{ precision: "exact" }, "bad-option", 'precision is "exact"; expected one of strict, relaxed'],
  [{ layers: "yes" }, "bad-option", 'layers is "yes"; expected true or false'],
  [{ cumulants: 1 }, "bad-option", "cumulants is 1; expected true or false"],
  [{ ladder: null }, "bad-option", "ladder is null; expected true or false"],
  [{ signal: {} }, "bad-option", "signal is {}; expected an AbortSignal"],
  [{ signal: new AbortController() }, "bad-option", "signal is [object AbortController]"],
  [{ onProgress: true }, "bad-option", "onProgress is true; expected a function"],
  [{ input: null }, "bad-input", "input is null; expected { mean, covariance }"],
  [{ input: [0, 0] }, "bad-input", "input is [0,0]"],
  [{ input: { means: [0, 0] } }, "bad-input", "unknown key means; did you mean mean?"],
  [{ input: { mean: [0] } }, "bad-input", "input.mean has length 1; the network has 2 inputs"],
  [{ input: { mean: 0 } }, "bad-input", "input.mean is 0; expected a list"],
  [{ input: { mean: [0, "1"] } }, "bad-input", 'input.mean[1] is "1"'],
  [{ input: { mean: Array(2) } }, "bad-input", "input.mean[0] is undefined"],
  [{ input: { covariance: [[1]] } }, "bad-input", "input.covariance is [1, 1]; the network has 2 inputs"],
  [{ input: { covariance: [[1, 0]] } }, "bad-input", "input.covariance is [1, 2]"],
  [{ input: { covariance: [[1, 0], 5] } }, "bad-input", "input.covariance[1] is 5"],
  [
    { input: { covariance: { rows: 2, columns: 2, data: [1, 0, 0, 1] } } },
    "bad-input",
    "input.covariance is no matrix",
  ],
  [{ input: { covariance: 1 } }, "bad-input", "input.covariance is 1; expected rows"],
];

describe.each(["estimate", "plan"] as const)("%s refuses", (name) => {
  it.each(wrongOptions)("%o", async (options, code, message) => {
    const run = name === "estimate" ? estimate : plan;
    await expectRefusal(() => run(network, anything(options)), code, message);
  });
});

const [layer] = network.layers;
const wrongNetworks: [unknown, string][] = [
  [undefined, "the network is undefined"],
  [null, "the network is null"],
  [5, "the network is 5"],
  [{}, "network.layers is undefined"],
  [{ layers: {}, input: null, notes: [] }, "network.layers is {}"],
  [{ layers: [null], input: null, notes: [] }, "layers.0 is null; expected a layer"],
  [{ layers: Array(1), input: null, notes: [] }, "layers.0 is undefined"],
  [{ layers: [{}], input: null, notes: [] }, "layers.0.weight is no matrix"],
  [{ layers: [layer], input: null }, "network.notes is undefined"],
  [{ layers: [layer], input: null, notes: [1] }, "network.notes is [1]"],
  [{ layers: [{ ...layer, activation: {} }], input: null, notes: [] }, "layers.0.activation is {}"],
  [{ layers: [{ ...layer, weightVariance: 2n }], input: null, notes: [] }, "layers.0.weightVariance is 2n"],
];

const entries: [string, (net: never) => unknown][] = [
  ["estimate", (net) => estimate(net)],
  ["plan", (net) => plan(net)],
  ["sample", (net) => sample(net, { samples: 2 })],
];

describe.each(entries)("%s refuses the network", (_, run) => {
  it.each(wrongNetworks)("%o", async (net, message) => {
    await expectRefusal(() => run(anything(net)), "bad-network", message);
  });
});

it("every option of an estimate is taken, and one left undefined is not there", async () => {
  const all: Required<Omit<EstimateOptions, "budget" | "target">> = {
    ...{
      order: 3,
      kind: "simple",
      metric: "exact",
      form: "dense",
      dtype: "f32",
      precision: "strict",
      input: {},
    },
    ...{ fold: false, layers: true, cumulants: true, ladder: true },
    ...{ check: true, verify: 64, combine: "calibrated", seed: 1 },
    ...{ signal: new AbortController().signal, onProgress: () => {}, threads: 2, engine: new Engine() },
  };
  expect((await estimate(network, all)).order).toBe(3);
  const none = Object.fromEntries(Object.keys(all).map((key) => [key, undefined]));
  expect((await estimate(network, none as EstimateOptions)).order).toBe(2);
});

describe("an input of plain lists", () => {
  const mean = [0.5, -1];
  const covariance = [
    [2, 0.5],
    [0.5, 1],
  ];
  const whole = {
    mean: Float64Array.from(mean),
    covariance: { rows: 2, columns: 2, data: Float64Array.from(covariance.flat()) },
  };

  it("is the same as one of arrays, in estimate, sample and makeNetwork", async () => {
    const outputs = async (input: object) => [
      (await estimate(network, { input })).output.mean,
      (await sample(network, { samples: 64, input })).output.mean,
    ];
    expect(await outputs({ mean, covariance })).toEqual(await outputs(whole));
    expect(makeNetwork({ layers: network.layers, input: { mean, covariance } }).input).toEqual(whole);
  });

  it("has mean 0 and covariance I where it says nothing", async () => {
    const { method } = plan(network, { input: {} });
    expect(method.input).toEqual({ mean: new Float64Array(2), covariance: null });
    expect(plan(network, { input: { covariance } }).method.input).toMatchObject({
      ...whole,
      mean: new Float64Array(2),
    });
    expect(makeNetwork({ layers: network.layers, input: { mean } }).input).toEqual({
      ...whole,
      covariance: null,
    });
    const { output } = await estimate(network, { input: {} });
    expect(output.mean).toEqual((await estimate(network)).output.mean);
  });

  it("of N(0, I) replaces the one recorded with the network", async () => {
    const recorded = makeNetwork({ layers: network.layers, input: { mean } });
    const { output } = await estimate(recorded, { input: {} });
    expect(output.mean).toEqual((await estimate(network)).output.mean);
    expect(output.mean).not.toEqual((await estimate(recorded)).output.mean);
  });
});

it("a network without input has N(0, I)", async () => {
  const { input: _, ...bare } = network;
  const { output } = await estimate(anything(bare));
  expect(output.mean).toEqual((await estimate(network)).output.mean);
  const sampled = await sample(anything(bare), { samples: 64 });
  expect(sampled.output).toEqual((await sample(network, { samples: 64 })).output);
});

it("randomNetwork's result is a network that estimate takes", async () => {
  const { output } = await estimate(await randomNetwork({ width: 3, depth: 1 }));
  expect(output.mean).toHaveLength(3);
});

describe("a weight that is no longer finite, in a network that was estimated before,", () => {
  const shape = { width: 6, depth: 2, seed: 1 };
  const cases = (["relu", "heaviside", "tanh", "sgn"] as const).flatMap((activation) =>
    ([1, 2, 3] as const).flatMap((order) => [0, 1, 2].map((layer) => ({ activation, order, layer }))),
  );

  it.each(cases)("is named: $activation, order $order, layer $layer", async ({
    activation,
    order,
    layer,
  }) => {
    const own = await randomNetwork({ ...shape, activation });
    const { output } = await estimate(own, { order });
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const { data } = own.layers[layer]!.weight;
      const right = data[7]!;
      data[7] = wrong;
      await expect(estimate(own, { order })).rejects.toMatchObject({
        code: "bad-network",
        message: expect.stringContaining(`layers.${layer}.weight[1, 1] is ${wrong}`),
      });
      data[7] = right;
    }
    expect((await estimate(own, { order })).output).toEqual(output);
  });
});
