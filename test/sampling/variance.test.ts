import { describe, expect, it } from "vitest";
import { parseActivation } from "../../src/activations/parse.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import type { Network } from "../../src/network/network.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { sample } from "../../src/sampling/sample.ts";
import type { Variance } from "../../src/sampling/variance.ts";
import { expectRefusal } from "../network/helpers.ts";
import { gaussian, network } from "./networks.ts";

const WAYS: readonly Variance[] = ["antithetic", "control", "sobol", "sobol-control"];
const RUNS = 200;
const SAMPLES = 1024;

function withActivation(net: Network, name: string): Network {
  const activation = parseActivation(name);
  const layers = net.layers.map((layer) => ({ ...layer, activation: layer.activation && activation }));
  return { ...net, layers };
}

/** Networks with means that are known: exactly, or from so many plain samples that their error does not count. */
async function known(): Promise<[name: string, net: Network, mean: number[], error: number[]][]> {
  const shallow = { ...network([5, 12, 3]), input: gaussian(5, 3) };
  const { output } = await estimate(shallow, { order: 2 });
  const exact: [string, Network][] = [["one hidden layer, of a correlated input", shallow]];
  const sampled: [string, Network][] = [
    ["two hidden layers", network([4, 12, 9, 3])],
    ["two, of a correlated input", { ...network([5, 10, 8, 3]), input: gaussian(5, 3) }],
    ["three of tanh", withActivation(network([4, 9, 8, 7, 3]), "tanh")],
    ["three of step functions", withActivation(network([4, 9, 8, 7, 3]), "heaviside")],
    ["two of a polynomial", withActivation(network([4, 9, 8, 3]), "polynomial:0.1/0.5/-0.3")],
  ];
  const found = sampled.map(async ([name, net]): Promise<[string, Network, number[], number[]]> => {
    const truth = await sample(net, { samples: 2 ** 21, dtype: "f64", seed: 999, antithetic: true });
    return [name, net, [...truth.output.mean], [...truth.output.standardError]];
  });
  return [
    ...exact.map(([name, net]) => [name, net, [...output.mean], [0, 0, 0]] as never),
    ...(await Promise.all(found)),
  ];
}

const KNOWN = await known();

describe.each(WAYS)('variance "%s"', (variance) => {
  it.each(KNOWN)("is not biased, and says how far it is off: %s", async (_, net, truth, error) => {
    const seeds = Array.from({ length: RUNS }, (_each, seed) => seed);
    const runs = await Promise.all(
      seeds.map(
        async (seed) => (await sample(net, { samples: SAMPLES, dtype: "f64", seed, variance })).output,
      ),
    );
    for (const [i, mean] of truth.entries()) {
      const found = runs.map((run) => run.mean[i]!);
      const average = found.reduce((sum, x) => sum + x, 0) / RUNS;
      const spread = found.reduce((sum, x) => sum + (x - average) ** 2, 0) / (RUNS - 1);
      const said = runs.reduce((sum, run) => sum + run.standardError[i]! ** 2, 0) / RUNS;
      // Four standard errors, and 1e-10 of the mean where nothing is left to chance.
      const allowed = 4 * Math.sqrt(spread / RUNS + error[i]! ** 2) + 1e-10 * Math.abs(mean);
      expect(Math.abs(average - mean)).toBeLessThan(allowed);
      // The spread's own standard error is a tenth.
      if (spread < 1e-18) continue;
      expect(spread / said).toBeGreaterThan(0.65);
      expect(spread / said).toBeLessThan(1.4);
    }
  });
});

describe("the control variate", () => {
  const net = network([5, 12, 3]);

  it.each([
    ["f64", 1e-9],
    ["f32", 1e-6],
  ] as const)("leaves nothing to chance where there is one hidden layer, in %s", async (dtype, slack) => {
    const { output } = await sample(net, { samples: 1000, variance: "control", dtype });
    const exact = await estimate(net, { order: 2 });
    output.mean.forEach((mean, i) => {
      expect(Math.abs(mean - exact.output.mean[i]!)).toBeLessThan(slack);
      expect(output.standardError[i]!).toBeLessThan(slack);
      expect(output.variance[i]!).toBeGreaterThan(1e-3);
    });
  });

  it("takes most of the error of two hidden layers", async () => {
    const two = await randomNetwork({ width: 64, depth: 2, seed: 1 });
    const error = async (variance: Variance) =>
      (await sample(two, { samples: 4096, variance })).output.standardError.reduce(
        (sum, x) => sum + x * x,
        0,
      );
    expect((await error("plain")) / (await error("control"))).toBeGreaterThan(15);
  });

  it.each([1, 2, 64, 65, 127, 129])("of %i samples is a number", async (samples) => {
    const { output } = await sample(network([5, 12, 7, 3]), { samples, variance: "control" });
    for (const { length } of [output.mean, output.variance, output.standardError]) expect(length).toBe(3);
    expect([...output.mean, ...output.variance, ...output.standardError].every(Number.isFinite)).toBe(true);
    expect(output.standardError[0]! > 0).toBe(samples > 1);
  });

  it("keeps the variance of the outputs", async () => {
    const deep = network([5, 12, 7, 3]);
    const of = async (variance: Variance) =>
      (await sample(deep, { samples: 1000, variance, dtype: "f64" })).output;
    const [plain, control] = [await of("plain"), await of("control")];
    control.variance.forEach((v, i) => {
      expect(v / plain.variance[i]! - 1).toBeCloseTo(0, 12);
    });
  });

  it("works where neurons are dead, inputs constant, and there is no hidden layer", async () => {
    const dead = network([3, 6, 5, 2]);
    for (const { weight } of dead.layers.slice(0, 2)) weight.data.fill(0, 0, 2 * weight.columns);
    const point = {
      mean: Float64Array.of(1, 2, 3),
      covariance: { rows: 3, columns: 3, data: new Float64Array(9) },
    };
    for (const options of [{}, { input: point }]) {
      for (const each of [dead, network([3, 2])]) {
        const plain = await sample(each, { samples: 20_000, dtype: "f64", ...options });
        const { output } = await sample(each, {
          samples: 20_000,
          dtype: "f64",
          variance: "control",
          ...options,
        });
        output.mean.forEach((mean, i) => {
          expect(Math.abs(mean - plain.output.mean[i]!)).toBeLessThan(
            5 * plain.output.standardError[i]! + 1e-12,
          );
          expect(output.standardError[i]!).toBeLessThanOrEqual(plain.output.standardError[i]! + 1e-12);
        });
      }
    }
  });

  it("counts what it takes beside the samples", async () => {
    const shape = { inputs: 5, hidden: 12, next: 7, outputs: 3 };
    const flops = async (samples: number, variance: Variance) =>
      (await sample(network([5, 12, 7, 3]), { samples, variance })).flops;
    const each = 2 * shape.outputs * shape.next;
    const [few, many] = [await flops(100, "control"), await flops(300, "control")];
    const plain = await flops(100, "plain");
    expect(many - few).toBe(2 * plain + 200 * each);
    // Making it: products of 12×5 by 5×12 and 7×12 by 12×12, 66 covariances of 592 operations, and less than as much.
    const products = 2 * 12 * 5 * 12 + 2 * 7 * 12 * 12 + 66 * 592;
    expect(few - plain - 100 * each).toBeGreaterThan(products);
    expect(few - plain - 100 * each).toBeLessThan(1.5 * products);
  });

  it("refuses what it cannot do", async () => {
    const own = (z: number) => Math.abs(z);
    const layers = network([5, 12, 3]).layers.map((layer) => ({
      ...layer,
      activation: layer.activation && {
        name: "own",
        wick: { family: "quadrature", of: own },
        critical: null,
      },
    }));
    const asked = { samples: 10, variance: "control" } as const;
    const ownNet = { ...net, layers } as Network;
    await expectRefusal(() => sample(ownNet, asked), "bad-option", "the first activation");
    await expectRefusal(() => sample(net, { ...asked, layers: true }), "bad-option", "layers is true");
  });
});

describe("Sobol points", () => {
  it("give moments of layers, and inputs beyond their dimensions are random", async () => {
    const wide = await randomNetwork({ width: 4, depth: 1, inputs: 1200, seed: 1 });
    const { layers, output } = await sample(wide, { samples: 4096, variance: "sobol", layers: true });
    const exact = await estimate(wide, { order: 2 });
    expect(layers).toHaveLength(2);
    output.mean.forEach((mean, i) => {
      expect(Math.abs(mean - exact.output.mean[i]!)).toBeLessThan(5 * output.standardError[i]!);
    });
  });

  it("refuse more samples than there are points", async () => {
    const asked = { samples: 2 ** 36 + 1024, variance: "sobol" } as const;
    await expectRefusal(() => sample(network([2, 2]), asked), "bad-option", "there are 68719476736");
  });
});
