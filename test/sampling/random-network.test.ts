import { describe, expect, it } from "vitest";
import { relu } from "../../src/activations/relu.ts";
import { KpropError } from "../../src/errors.ts";
import { widths } from "../../src/network/network.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import type { RandomNetworkOptions } from "../../src/sampling/random-plan.ts";
import { sample } from "../../src/sampling/sample.ts";

const variance = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, x) => sum + x * x, 0) / values.length;

async function refusal(options: RandomNetworkOptions): Promise<KpropError> {
  try {
    await randomNetwork(options);
  } catch (error) {
    if (error instanceof KpropError) return error;
  }
  throw new Error("it was accepted");
}

describe("randomNetwork", () => {
  it("has the widths asked for", async () => {
    expect(widths(await randomNetwork({ width: 4, depth: 3 }))).toEqual([4, 4, 4, 4, 4]);
    expect(widths(await randomNetwork({ width: 4, depth: 1, inputs: 2, outputs: 1 }))).toEqual([2, 4, 1]);
    expect(widths(await randomNetwork({ widths: [3, 5] }))).toEqual([3, 3, 5, 5]);
    expect(widths(await randomNetwork({ width: 6, depth: 0 }))).toEqual([6, 6]);
  });

  it("draws He's variance, without biases, ReLU on all layers but the last", async () => {
    const { layers, input } = await randomNetwork({ width: 200, depth: 2, inputs: 50 });
    expect(input).toBeNull();
    expect(layers.map((layer) => layer.activation)).toEqual([relu, relu, null]);
    for (const { weight, bias, weightVariance } of layers) {
      expect(bias).toBeNull();
      expect(weightVariance).toBe(2);
      expect(weight.data).toBeInstanceOf(Float32Array);
      // The standard error of a variance from m numbers is √(2/m) of it.
      const error = Math.sqrt(2 / weight.data.length);
      expect(Math.abs((variance(weight.data) * weight.columns) / 2 - 1)).toBeLessThan(5 * error);
    }
  });

  it("starts the critical network at q*", async () => {
    const options = { width: 300, depth: 3, initialisation: "critical", biasVariance: 0.25 } as const;
    const { layers } = await randomNetwork(options);
    expect(layers.map((layer) => layer.weightVariance)).toEqual([0.75, 2, 2, 2]);
    for (const { bias } of layers) {
      expect(Math.abs(variance(bias!) / 0.25 - 1)).toBeLessThan(5 * Math.sqrt(2 / bias!.length));
    }
    const plain = await randomNetwork({ width: 300, depth: 3, initialisation: "critical" });
    expect(plain.layers.map((layer) => layer.weightVariance)).toEqual([1, 2, 2, 2]);
    const { output } = await sample(plain, { samples: 2000 });
    // E z² stays q* = 1 at every depth; a width of 300 leaves it some √(5·depth/300).
    const power = output.variance.map((v, i) => v + output.mean[i]! ** 2);
    expect(power.reduce((a, b) => a + b) / 300).toBeGreaterThan(0.4);
    expect(power.reduce((a, b) => a + b) / 300).toBeLessThan(1.8);
  });

  it("draws an element from seed, layer, row and column alone", async () => {
    const small = await randomNetwork({ width: 7, depth: 1, seed: 5 });
    const large = await randomNetwork({ width: 700, depth: 2, inputs: 701, seed: 5 });
    const element = (net: typeof small, l: number, i: number, j: number) => {
      const { weight } = net.layers[l]!;
      return weight.data[i * weight.columns + j]! * Math.sqrt(weight.columns);
    };
    for (const [l, i, j] of [
      [0, 0, 0],
      [0, 6, 6],
      [1, 3, 2],
    ] as const) {
      expect(element(large, l, i, j)).toBeCloseTo(element(small, l, i, j), 5);
    }
    const other = await randomNetwork({ width: 7, depth: 1, seed: 6 });
    expect(element(other, 0, 0, 0)).not.toBe(element(small, 0, 0, 0));
    expect(element(small, 1, 0, 0)).not.toBe(element(small, 0, 0, 0));
  });

  it.each<[string, RandomNetworkOptions]>([
    ["width is undefined", {}],
    ["width is 0", { width: 0, depth: 1 }],
    ["depth is -1", { width: 1, depth: -1 }],
    ["depth is undefined", { width: 1 }],
    ["widths[1] is 1.5", { widths: [2, 1.5] }],
    ["either widths", { widths: [2], depth: 1 }],
    ["widths is []", { widths: [], outputs: 2 }],
    ["inputs is 0", { widths: [], inputs: 0, outputs: 2 }],
    ["outputs is 0", { width: 2, depth: 1, outputs: 0 }],
    ["seed is -1", { width: 2, depth: 1, seed: -1 }],
    ["biasVariance is -1", { width: 2, depth: 1, biasVariance: -1 }],
    ["biasVariance is 1", { width: 2, depth: 1, initialisation: "critical", biasVariance: 1 }],
    ["initialisation is", { width: 2, depth: 1, initialisation: "xavier" as "he" }],
  ])("refuses: %s", async (message, options) => {
    const error = await refusal(options);
    expect(error.code).toBe("bad-option");
    expect(error.message).toContain(message);
  });

  it("refuses what cannot be held, with the bytes, and activations it does not know", async () => {
    const error = await refusal({ width: 100000, depth: 4 });
    expect(error.code).toBe("too-large");
    expect(error.message).toContain(`${5 * 4e10} bytes`);
    expect((await refusal({ width: 2, depth: 1, activation: "swoosh" })).code).toBe("unknown-activation");
  });
});
