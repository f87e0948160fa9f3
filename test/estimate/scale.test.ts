import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KINDS, type Kind, ORDERS, type Order } from "../../src/combinatorics/tracked.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import { makeNetwork } from "../../src/network/make.ts";
import type { FloatArray, Network } from "../../src/network/network.ts";
import { sample } from "../../src/sampling/sample.ts";
import { tailProbability } from "../../src/tail/tail-probability.ts";
import { relativeError } from "../support/goldens.ts";
import { networkOf, widthsOf } from "../support/networks.ts";

/** Sums of rescaled numbers round differently: some hundred terms of unit size, amplified over layers. */
const ROUNDING = { f64: 1e-9, f32: 2e-3 };

const method = fc
  .tuple(fc.constantFrom<Order>(...ORDERS), fc.constantFrom<Kind>(...KINDS))
  .filter(([order, kind]) => !(order === 1 && kind === "base") && (order < 4 || kind === "simple"));
const network = widthsOf({ min: 2, max: 3 }).chain((widths) => networkOf(widths));

const times = (data: FloatArray, s: number) => Float64Array.from(data, (x) => x * s);

/** The network on an input of s times the size: mean and covariance as they then are. */
function inOtherUnits({ input, layers, notes }: Network, s: number): Network {
  const { mean, covariance } = input!;
  return {
    input: {
      mean: times(mean, s),
      covariance: covariance && { ...covariance, data: times(covariance.data, s * s) },
    },
    layers: layers.map((layer, l) => {
      const { weight } = layer;
      return l === 0 ? { ...layer, weight: { ...weight, data: times(weight.data, 1 / s) } } : layer;
    }),
    notes,
  };
}

/** A homogeneous network with every number that enters a layer s times as large. */
function enlarged(given: Network, s: number): Network {
  const [first, ...others] = given.layers.map((layer) => ({ ...layer, bias: times(layer.bias!, s) }));
  const weight = { ...first!.weight, data: times(first!.weight.data, s) };
  return { ...given, layers: [{ ...first!, weight }, ...others] };
}

describe("an estimate", () => {
  it.each([
    ["f64", 1e-12],
    ["f64", 1e12],
    ["f32", 1e-12],
    ["f32", 1e12],
  ] as const)("in %s does not depend on the inputs' units: times %d", async (dtype, s) => {
    await fc.assert(
      fc.asyncProperty(network, method, async (net, [order, kind]) => {
        const before = await estimate(net, { order, kind, dtype });
        const after = await estimate(inOtherUnits(net, s), { order, kind, dtype });
        expect(relativeError(after.output.mean, before.output.mean)).toBeLessThan(ROUNDING[dtype]);
        expect(after.unreliable).toBe(before.unreliable);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ["f64", 1e-12],
    ["f64", 1e12],
    ["f32", 1e-4],
    ["f32", 1e4],
  ] as const)("in %s of a homogeneous network grows with it: times %d", async (dtype, s) => {
    await fc.assert(
      fc.asyncProperty(network, method, async (net, [order, kind]) => {
        const before = (await estimate(net, { order, kind, dtype })).output.mean;
        const after = (await estimate(enlarged(net, s), { order, kind, dtype })).output.mean;
        expect(relativeError(times(after, 1 / s), before)).toBeLessThan(ROUNDING[dtype]);
      }),
      { numRuns: 30 },
    );
  });
});

const half = Math.sqrt(2 * Math.PI);
const relu = makeNetwork({ layers: [{ weight: [[1]], activation: "relu" }, { weight: [[1]] }] });

describe("a small deviation", () => {
  it.each([1e-4, 1e-6, 1e-8, 1e-100])("of %d is kept", async (deviation) => {
    const input = { covariance: [[deviation ** 2]] };
    const { output, cumulants, warnings } = await estimate(relu, { input, cumulants: true });
    expect(output.mean[0]! / (deviation / half)).toBeCloseTo(1, 12);
    const variance = cumulants!.get("Z2/kappa2")!.data[0]!;
    expect(variance / (deviation ** 2 * (0.5 - 0.5 / Math.PI))).toBeCloseTo(1, 12);
    expect(warnings).toEqual([]);
  });

  it("is kept beside a large one", async () => {
    const net = makeNetwork({
      layers: [
        {
          weight: [
            [1, 0.5],
            [1e-8, -2e-8],
          ],
          activation: "relu",
        },
        {
          weight: [
            [1, 0],
            [0, 1],
          ],
        },
      ],
    });
    const { output, warnings } = await estimate(net, { order: 3 });
    expect(output.mean[0]! / (Math.sqrt(1.25) / half)).toBeCloseTo(1, 12);
    expect(output.mean[1]! / ((1e-8 * Math.sqrt(5)) / half)).toBeCloseTo(1, 12);
    expect(warnings).toEqual([]);
  });

  it("is kept around a mean in SI units", async () => {
    const net = makeNetwork({
      layers: [{ weight: [[1], [2]], bias: [0, -1e-6], activation: "relu" }, { weight: [[1e6, 1e6]] }],
    });
    const input = { mean: [1e-6], covariance: [[1e-18]] };
    const { output, warnings } = await estimate(net, { input });
    const sampled = await sample(net, { input, samples: 4096, dtype: "f64" });
    expect(Math.abs(output.mean[0]! - sampled.output.mean[0]!)).toBeLessThan(
      5 * sampled.output.standardError[0]! + 1e-12,
    );
    expect(warnings).toEqual([]);
  });

  it("of which there is none leaves what the network computes, exactly", async () => {
    const input = { mean: [0], covariance: [[0]] };
    expect((await estimate(relu, { input })).output.mean).toEqual(Float64Array.of(0));
    for (const [activation, value] of [
      ["tanh", Math.tanh(0.5)],
      ["heaviside", 1],
      ["square", 0.25],
      ["abs", 0.5],
    ] as const) {
      const net = makeNetwork({ layers: [{ weight: [[1]], activation }, { weight: [[1]] }] });
      const { output, unreliable } = await estimate(net, {
        order: 3,
        input: { mean: [0.5], covariance: [[0]] },
      });
      expect(output.mean[0]! / value).toBeCloseTo(1, 14);
      expect(unreliable).toBe(false);
    }
  });

  it.each([1e-4, 5e-6, 1e-7, 1e-12])("of %d has a tail like any other", async (deviation) => {
    const linear = makeNetwork({ layers: [{ weight: [[deviation]] }] });
    const { probability, warnings } = await tailProbability(linear, { threshold: 5 * deviation });
    expect(probability[0]! / 2.866515718791939e-7).toBeCloseTo(1, 9);
    expect(warnings).toEqual([]);
  });

  it("of which there is none has a tail of 0 or 1", async () => {
    const constant = makeNetwork({ layers: [{ weight: [[0], [0], [0]], bias: [1, 2, 3] }] });
    const { probability, logProbability, correction } = await tailProbability(constant, { threshold: 2 });
    expect([...probability]).toEqual([0, 0, 1]);
    expect([...logProbability]).toEqual([-Infinity, -Infinity, 0]);
    expect([...correction]).toEqual([1, 1, 1]);
  });
});
