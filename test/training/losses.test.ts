import { describe, expect, it } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import { type LayerDraft, makeNetwork } from "../../src/network/make.ts";
import type { Network } from "../../src/network/network.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { sample } from "../../src/sampling/sample.ts";
import { differenceNetwork } from "../../src/training/difference.ts";
import type { Loss } from "../../src/training/loss.ts";
import { valueAndGradient } from "../../src/training/value-and-gradient.ts";
import { expectRefusal } from "../network/helpers.ts";
import { type Case, checkGradient } from "./check-gradient.ts";

/** Of a few products of unit size. */
const ROUNDING = 1e-12;

const INPUT = {
  mean: [0.3, -0.2, 0.5],
  covariance: [
    [1.2, 0.3, -0.1],
    [0.3, 0.9, 0.2],
    [-0.1, 0.2, 0.7],
  ],
};

/** Weights of about 1/√inputs by a formula, from a phase. */
function networkOf(
  widths: readonly number[],
  phase: number,
  activation: string,
  ending: string | null,
): Case {
  const layers = widths.slice(1).map((rows, l): LayerDraft => {
    const columns = widths[l]!;
    const row = (i: number) =>
      Array.from({ length: columns }, (_, j) => Math.sin(phase + 3 * i + 1.7 * j + l) / Math.sqrt(columns));
    return {
      weight: Array.from({ length: rows }, (_, i) => row(i)),
      bias: l === 0 ? null : Array.from({ length: rows }, (_, i) => 0.1 * Math.cos(phase + i + l)),
      activation: l === widths.length - 2 ? ending : activation,
    };
  });
  return makeNetwork({ layers, input: INPUT }) as Case;
}

const network = networkOf([3, 9, 8, 2], 0.3, "relu", null);
const target = networkOf([3, 4, 6, 2], 1.1, "relu", null);
const ending = networkOf([3, 5, 2], 0.3, "gelu", "gelu");

const LOSSES: [string, Case, Loss][] = [
  ["a mean", network, { type: "mean", output: 1 }],
  ["a variance", network, { type: "variance", output: 0 }],
  ["a tail of a linear output", network, { type: "tail", output: 1, threshold: 0.4 }],
  ["a tail of an activation", ending, { type: "tail", output: 1, threshold: 0.2 }],
  [
    "a tail of a final relu",
    networkOf([3, 6, 5, 2], 0.3, "relu", "relu"),
    { type: "tail", output: 1, threshold: 0.2 },
  ],
  ["a squared difference", network, { type: "squared-difference", target }],
  [
    "a squared difference of activations",
    ending,
    { type: "squared-difference", target: networkOf([3, 4, 2], 1.1, "gelu", "gelu") },
  ],
  [
    "a sum of everything",
    network,
    {
      type: "sum",
      terms: [
        { weight: 2, loss: { type: "mean", output: 0 } },
        { weight: -0.5, loss: { type: "variance", output: 1 } },
        { weight: 0.7, loss: { type: "tail", output: 0, threshold: -0.1 } },
        {
          weight: 3,
          loss: { type: "sum", terms: [{ weight: 0.2, loss: { type: "squared-difference", target } }] },
        },
        { weight: 1, loss: ({ mean }) => ({ value: mean[1]! ** 2, mean: [0, 2 * mean[1]!] }) },
      ],
    },
  ],
];

describe.each(LOSSES)("the gradient of %s", (_, network, loss) => {
  it.each([
    { order: 2 },
    { order: 2, kind: "augment" },
    { order: 3 },
  ] as const)("agrees with central differences: %o", (options) => checkGradient(network, loss, options));
});

describe("the value of", () => {
  it("means and variances is what estimates report", async () => {
    const { output, cumulants } = await estimate(network, { order: 3, cumulants: true });
    const value = async (loss: Loss) => (await valueAndGradient(network, loss, { order: 3 })).value;
    expect(await value({ type: "mean", output: 1 })).toBeCloseTo(output.mean[1]!, 12);
    const covariance = cumulants!.get("Z3/kappa2")!.data;
    expect(await value({ type: "variance", output: 1 })).toBeCloseTo(covariance[3]!, 12);
  });

  it("a squared difference of linear maps is exact", async () => {
    const f = makeNetwork({
      layers: [{ weight: [[1, 2, -1]], bias: [0.5], activation: null }],
      input: INPUT,
    });
    const g = makeNetwork({ layers: [{ weight: [[0, 1, 1]], activation: null }] });
    const { value } = await valueAndGradient(f, { type: "squared-difference", target: g });
    const d = [1, 1, -2];
    const mean = 0.5 + d.reduce((total, x, i) => total + x * INPUT.mean[i]!, 0);
    const variance = d.reduce(
      (total, x, i) => d.reduce((sum, y, j) => sum + x * y * INPUT.covariance[i]![j]!, total),
      0,
    );
    expect(value).toBeCloseTo(mean ** 2 + variance, 12);
  });

  it("a squared difference of a linear network and itself is zero, and so is its gradient", async () => {
    const linear = networkOf([3, 5, 4, 2], 0.3, "identity", null);
    const loss: Loss = { type: "squared-difference", target: linear };
    const { value, gradient } = await valueAndGradient(linear, loss);
    expect(Math.abs(value)).toBeLessThan(ROUNDING);
    for (const { weight } of gradient.layers) {
      expect(Math.max(...weight.map(Math.abs))).toBeLessThan(ROUNDING);
    }
  });

  it("a squared difference of wide networks is near what samples give", async () => {
    const [f, g] = [await wide(1), await wide(2)];
    const { value } = await valueAndGradient(f, { type: "squared-difference", target: g }, { order: 3 });
    const difference = differenceNetwork(f, g);
    const { output } = await sample(difference, { samples: 200_000, seed: 5 });
    const sampled = output.mean.reduce((total, x, i) => total + x * x + output.variance[i]!, 0);
    // 200,000 samples are off by some 0.5 %, the estimate by less.
    expect(value / sampled).toBeGreaterThan(0.98);
    expect(value / sampled).toBeLessThan(1.02);
  });

  it("a tail of a linear map is a normal distribution's", async () => {
    const f = makeNetwork({
      layers: [
        {
          weight: [
            [1, 0, 0],
            [0, 2, 0],
          ],
          activation: null,
        },
      ],
      input: { mean: [0.5, 0, 0] },
    });
    const tail = (threshold: number) =>
      valueAndGradient(f, { type: "tail", output: 0, threshold }).then(({ value }) => value);
    expect(await tail(0.5)).toBeCloseTo(0.5, 14);
    expect(await tail(1.5)).toBeCloseTo(0.15865525393145707, 14);
  });

  it("a sum is the sum, and so is its gradient", async () => {
    const parts: Loss[] = [
      { type: "mean", output: 0 },
      { type: "tail", output: 1, threshold: 0 },
    ];
    const terms = parts.map((loss, i) => ({ weight: i - 0.5, loss }));
    const whole = await valueAndGradient(network, { type: "sum", terms });
    const [a, b] = [await valueAndGradient(network, parts[0]!), await valueAndGradient(network, parts[1]!)];
    expect(whole.value).toBeCloseTo(0.5 * (b!.value - a!.value), 14);
    whole.gradient.layers.forEach(({ weight }, l) => {
      const [x, y] = [a!, b!].map(({ gradient }) => gradient.layers[l]!.weight);
      weight.forEach((w, i) => {
        expect(w).toBeCloseTo(0.5 * (y![i]! - x![i]!), 13);
      });
    });
    expect(whole.flops).toBe(a.flops + b.flops);
  });
});

async function wide(seed: number): Promise<Network> {
  return randomNetwork({ inputs: 48, widths: [64, 64], outputs: 3, activation: "relu", seed });
}

describe("what a gradient is given and gives", () => {
  const mean = { type: "mean", output: 0 } as const;

  it("has the network's shapes, null where there is nothing", async () => {
    const { gradient } = await valueAndGradient(network, mean);
    expect(gradient.layers.map(({ weight }) => weight.length)).toEqual([27, 72, 16]);
    expect(gradient.layers.map(({ bias }) => bias?.length ?? null)).toEqual([null, 8, 2]);
    expect(gradient.input!.covariance).toHaveLength(9);
    const { gradient: centred } = await valueAndGradient({ ...network, input: null }, mean);
    expect(centred.input).toBeNull();
    const { gradient: shifted } = await valueAndGradient(network, mean, { input: { mean: [0, 0, 0] } });
    expect(shifted.input!.covariance).toBeNull();
  });

  it("shows an own loss no covariance at order 1", async () => {
    const seen: unknown[] = [];
    const loss: Loss = ({ mean, covariance }) => {
      seen.push(covariance);
      return { value: mean[0]! };
    };
    await valueAndGradient(network, loss, { order: 1 });
    await valueAndGradient(network, loss, { order: 2 });
    expect(seen).toEqual([null, { rows: 2, columns: 2, data: expect.any(Float64Array) }]);
  });

  it("reports progress up to the whole of all its parts", async () => {
    const terms = [
      { weight: 1, loss: mean },
      { weight: 1, loss: { type: "tail", output: 0, threshold: 0 } as const },
    ];
    const seen: { done: number; total: number }[] = [];
    const { flops } = await valueAndGradient(
      network,
      { type: "sum", terms },
      { onProgress: (progress) => seen.push(progress) },
    );
    expect(seen.map(({ total }) => total)).toEqual(seen.map(() => flops));
    expect(seen.at(-1)!.done).toBe(flops);
  });

  it("can be aborted", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(valueAndGradient(network, mean, { signal })).rejects.toThrow("enough");
  });

  it("runs on the engine that it is given", async () => {
    const engine = new Engine();
    engine.dispose();
    await expect(valueAndGradient(network, mean, { engine })).rejects.toThrow("disposed");
  });

  it("warns of what it met", async () => {
    const dead = makeNetwork({
      layers: [
        {
          weight: [
            [0, 0],
            [1, 1],
          ],
          bias: [-1, 0],
        },
        { weight: [[1, 1]], activation: null },
      ],
    });
    const { warnings, gradient } = await valueAndGradient(dead, mean);
    expect(warnings.map(({ code }) => code)).toContain("floored-variance");
    expect(gradient.layers[0]!.weight.subarray(0, 2).every((x) => x === 0)).toBe(true);
  });

  it("is backpropagation where nothing varies", async () => {
    const [w, b, x] = [0.7, 0.2, 1.5];
    const input = { mean: [x], covariance: [[0]] };
    for (const [activation, slope] of [
      ["tanh", 1 - Math.tanh(w * x + b) ** 2],
      ["relu", 1],
    ] as const) {
      const constant = makeNetwork({
        layers: [{ weight: [[w]], bias: [b], activation }, { weight: [[2]] }],
      });
      const { gradient } = await valueAndGradient(constant, mean, { input });
      expect(gradient.layers[0]!.weight[0]).toBeCloseTo(2 * slope * x, 8);
      expect(gradient.layers[0]!.bias![0]).toBeCloseTo(2 * slope, 8);
    }
  });

  it("warns of a value that cannot be, in a sum too", async () => {
    const terms = [
      { weight: 1, loss: { type: "variance", output: 0 } as const },
      { weight: 1, loss: mean },
    ];
    const narrow = await randomNetwork({ width: 2, depth: 3, outputs: 1, seed: 1 });
    const { warnings, unreliable } = await valueAndGradient(narrow, { type: "sum", terms }, { order: 3 });
    expect(warnings.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^1 output with negative predicted variance/),
    );
    expect(unreliable).toBe(true);
  });

  const anything = (value: unknown) => value as never;
  const REFUSED: [unknown, object, string, string][] = [
    [null, {}, "bad-option", "the loss is null"],
    [
      { type: "median" },
      {},
      "bad-option",
      'the loss is {"type":"median"}; expected a function or a type of mean',
    ],
    [{ type: "mean", output: 2 }, {}, "bad-option", "output is 2; expected an integer from 0 to 1"],
    [{ type: "variance", output: 0.5 }, {}, "bad-option", "output is 0.5"],
    [{ type: "variance", output: 0 }, { order: 1 }, "bad-option", 'the loss "variance" takes order 2'],
    [{ type: "tail", output: 0 }, {}, "bad-option", "threshold is undefined; expected a finite number"],
    [
      { type: "tail", output: 0, threshold: Number.POSITIVE_INFINITY },
      {},
      "bad-option",
      "threshold is Infinity",
    ],
    [{ type: "squared-difference" }, {}, "bad-network", "the network is undefined"],
    [
      { type: "squared-difference", target: ending },
      {},
      "bad-option",
      "the target has 2 layers and the network 3",
    ],
    [
      { type: "squared-difference", target: networkOf([3, 5, 4, 3], 0, "relu", null) },
      {},
      "bad-option",
      "the target has 3 outputs and the network 2",
    ],
    [
      { type: "squared-difference", target: networkOf([3, 5, 4, 2], 0, "gelu", null) },
      {},
      "bad-option",
      "layer 1 of the target has the activation gelu, the network's has relu",
    ],
    [{ type: "sum", terms: [] }, {}, "bad-option", "a list of at least one"],
    [{ type: "sum", terms: [{ loss: mean }] }, {}, "bad-option", "weight is undefined"],
    [() => 3, {}, "bad-option", "the loss gives the value undefined"],
    [() => ({ value: 1, mean: [1] }), {}, "bad-option", "by the mean is no list of 2 numbers"],
    [
      () => ({ value: 1, covariance: [1, 2, 3, Number.NaN] }),
      {},
      "not-finite",
      "derivative by the covariance is not finite",
    ],
    [() => ({ value: Number.NaN }), {}, "not-finite", "the loss is NaN"],
    [() => ({ value: 1, covariance: [1] }), { order: 1 }, "bad-option", "which order 1 has not"],
    [mean, { ladder: false }, "bad-option", "valueAndGradient: unknown option ladder"],
    [mean, { fold: true }, "bad-option", "unknown option fold"],
    [mean, { order: 5 }, "bad-option", "order is 5"],
  ];

  it.each(REFUSED)("refuses %o with %o", async (loss, options, code, message) => {
    const run = () => valueAndGradient(network, anything(loss), anything(options));
    await expectRefusal(run, anything(code), message);
  });

  it("refuses a threshold below what a final relu gives", async () => {
    const rectified = networkOf([3, 5, 2], 0.3, "relu", "relu");
    const loss: Loss = { type: "tail", output: 0, threshold: -1 };
    await expectRefusal(() => valueAndGradient(rectified, loss), "bad-option", "never below 0");
  });

  it("refuses what does not fit in memory even with values computed again", async () => {
    const huge = await randomNetwork({ width: 700, depth: 3, seed: 1 });
    await expectRefusal(
      () => valueAndGradient(huge, { type: "mean", output: 0 }, { order: 3, kind: "augment", dtype: "f64" }),
      "too-large",
      "needs",
    );
  });
});
