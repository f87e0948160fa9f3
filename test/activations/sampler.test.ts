import { describe, expect, it } from "vitest";
import type { ActivationSpec } from "../../src/activations/parse.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import { makeNetwork } from "../../src/network/make.ts";
import type { Network } from "../../src/network/network.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { sample } from "../../src/sampling/sample.ts";
import { pattern } from "../sampling/memory.ts";

const SPECS: ActivationSpec[] = [
  ...["relu", "leaky_relu:0.2", "abs", "heaviside", "sgn", "identity", "square", "cube"],
  ...["polynomial:0.1/0.5/-0.3/0.05", "tanh", "sigmoid", "gelu", "silu", "softplus", "erf", "sin"],
  function bump(z) {
    return 1 / (1 + z * z);
  },
];

/** 5 inputs, 9 hidden neurons, 3 outputs; pre-activations of variance about 1. */
function network(activation: ActivationSpec): Network {
  const values = pattern(100).map((v) => v / 8);
  const matrix = (rows: number, columns: number, from: number) => ({
    rows,
    columns,
    data: Float64Array.from(values.slice(from, from + rows * columns), (v) => v / Math.sqrt(columns)),
  });
  return makeNetwork({
    layers: [
      { weight: matrix(9, 5, 0), bias: values.slice(90, 99), activation },
      { weight: matrix(3, 9, 45), bias: [0.5, -1, 0] },
    ],
  });
}

/** One hidden layer's pre-activations are exactly Gaussian, so that the mean of order 2 is exact. */
describe.each(SPECS)("%s", (activation) => {
  const net = network(activation);

  it.each(["f32", "f64"] as const)("samples agree with the exact mean, in %s", async (dtype) => {
    const { mean } = (await estimate(net, { order: 2 })).output;
    const { output } = await sample(net, { samples: 40_000, dtype, seed: 3 });
    expect(mean).toHaveLength(3);
    mean.forEach((want, i) => {
      const error = output.standardError[i]!;
      expect(error).toBeLessThan(0.05);
      expect(Math.abs(output.mean[i]! - want)).toBeLessThan(5 * error);
    });
  });

  it("an estimate in f32 is that in f64, to a few roundings", async () => {
    const [wide, narrow] = [
      await estimate(net, { order: 2 }),
      await estimate(net, { order: 2, dtype: "f32" }),
    ];
    wide.output.mean.forEach((want, i) => {
      expect(Math.abs(narrow.output.mean[i]! - want)).toBeLessThan(1e-5 * (1 + Math.abs(want)));
    });
  });
});

describe("a caller's function that fails", () => {
  const half = (z: number) => (z > 0.5 ? Number.NaN : z);
  const net = network(half);

  it("is told where, by samples and estimates", async () => {
    const refusal = { code: "not-finite", message: expect.stringMatching(/activation half gives NaN at \d/) };
    await expect(estimate(net)).rejects.toMatchObject(refusal);
    await expect(sample(net, { samples: 1000 })).rejects.toMatchObject(refusal);
  });

  it("throws what it throws", async () => {
    const broken = network(() => {
      throw new RangeError("mine");
    });
    await expect(estimate(broken)).rejects.toThrow(RangeError);
    await expect(sample(broken, { samples: 10 })).rejects.toThrow("mine");
  });
});

describe("critical initialisation", () => {
  const at = async (activation: ActivationSpec) => {
    const options = { width: 3, depth: 2, initialisation: "critical", activation } as const;
    return (await randomNetwork(options)).layers.map((layer) => layer.weightVariance);
  };

  it("is tanh's and leaky relu's own", async () => {
    expect(await at("tanh")).toEqual([0.85 - 0.111, 2.025, 2.025]);
    expect(await at(["leaky_relu", 0.5])).toEqual([1, 1.6, 1.6]);
  });

  it("is refused where no point is stated", async () => {
    const refusal = { code: "bad-option", message: expect.stringContaining("critical point") };
    await expect(at("gelu")).rejects.toMatchObject(refusal);
    await expect(at((z) => z)).rejects.toMatchObject(refusal);
  });
});
