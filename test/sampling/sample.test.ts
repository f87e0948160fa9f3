import { describe, expect, it } from "vitest";
import { KpropError } from "../../src/errors.ts";
import type { GaussianInput, Network } from "../../src/network/network.ts";
import type { SampleOptions } from "../../src/sampling/options.ts";
import { sample } from "../../src/sampling/sample.ts";
import { gaussian, linearOutput, network } from "./networks.ts";

/** Five standard errors: a chance of 6e-7 a number, were the seed not fixed. */
const SIGMAS = 5;

function expectNear(found: Float64Array, exact: ArrayLike<number>, error: (i: number) => number): void {
  expect(found).toHaveLength(exact.length);
  found.forEach((value, i) => {
    expect(Math.abs(value - exact[i]!)).toBeLessThanOrEqual(SIGMAS * error(i));
  });
}

async function refusal(net: Network, options: SampleOptions): Promise<KpropError> {
  try {
    await sample(net, options);
  } catch (error) {
    if (error instanceof KpropError) return error;
  }
  throw new Error("it was accepted");
}

describe.each(["f32", "f64"] as const)("sample in %s", (dtype) => {
  it.each([
    5, 3, 1, 0,
  ])("agrees with a linear network's exact moments, input covariance of rank %i", async (rank) => {
    const net = network([5, 8, 4], { linear: true });
    const input = gaussian(5, rank);
    const N = 20000;
    const { output } = await sample(net, { samples: N, variance: "plain", dtype, input });
    const { mean, variance } = linearOutput(net, input);
    // The variance of a Gaussian's sample variance is 2σ⁴/(N−1); 1e-5 σ is what f32 may lose.
    const slack = (i: number) => (dtype === "f32" ? 1e-5 * Math.sqrt(variance[i]! + mean[i]! ** 2) : 1e-12);
    expectNear(output.mean, mean, (i) => Math.sqrt(variance[i]! / N) + slack(i));
    expectNear(output.variance, variance, (i) => variance[i]! * Math.sqrt(2 / N) + slack(i));
    output.standardError.forEach((error, i) => {
      expect(error).toBe(Math.sqrt(output.variance[i]! / N));
    });
  });

  it("agrees with E[relu] and Var[relu] of one hidden layer, with and without the pairs", async () => {
    const net = network([6, 40, 2], { biased: false });
    const { weight } = net.layers[0]!;
    for (const antithetic of [false, true]) {
      const { layers } = await sample(net, { samples: 40000, dtype, layers: true, antithetic, seed: 3 });
      const { mean, variance, standardError } = layers![0]!;
      expect(mean).toHaveLength(40);
      const power = Array.from({ length: 40 }, (_, i) =>
        [...weight.data.slice(i * 6, i * 6 + 6)].reduce((s, w) => s + w * w, 0),
      );
      expectNear(
        mean,
        power.map((v) => Math.sqrt(v / (2 * Math.PI))),
        (i) => standardError[i]!,
      );
      // E relu² = v/2; relu's fourth central moment is below 2 v².
      expectNear(
        variance,
        power.map((v) => v / 2 - v / (2 * Math.PI)),
        (i) => power[i]! * Math.sqrt(2 / 40000),
      );
    }
  });
});

describe("antithetic pairs", () => {
  it("cancel a linear network's error altogether", async () => {
    const net = network([5, 8, 4], { linear: true });
    const input = gaussian(5, 3);
    const { output } = await sample(net, { samples: 1000, dtype: "f64", antithetic: true, input });
    const { mean, variance } = linearOutput(net, input);
    output.standardError.forEach((error, i) => {
      expect(error).toBeLessThan(1e-14 * Math.sqrt(variance[i]!));
      expect(Math.abs(output.mean[i]! - mean[i]!)).toBeLessThan(1e-12 * Math.sqrt(variance[i]!));
    });
  });

  it("have the spread that their standard error says, over many seeds", async () => {
    const net = network([4, 12, 1]);
    const seeds = Array.from({ length: 60 }, (_, seed) => seed);
    const runs = await Promise.all(
      seeds.map((seed) => sample(net, { samples: 200, antithetic: true, seed })),
    );
    const means = runs.map(({ output }) => output.mean[0]!);
    const average = means.reduce((a, b) => a + b) / means.length;
    const spread = means.reduce((s, m) => s + (m - average) ** 2, 0) / (means.length - 1);
    const said = runs.reduce((s, { output }) => s + output.standardError[0]! ** 2, 0) / runs.length;
    // The ratio is χ²/59: its standard deviation is 0.18.
    expect(spread / said).toBeGreaterThan(0.4);
    expect(spread / said).toBeLessThan(1.7);
  });
});

describe("sample's result", () => {
  const net = network([4, 6, 3]);

  it("is the same for the same seed, and another for another", async () => {
    const [a, b, c, d] = await Promise.all(
      [0, 0n, 1, 2n ** 40n].map((seed) => sample(net, { samples: 100, seed })),
    );
    expect(a!.output).toEqual(b!.output);
    expect(new Set([a, c, d].map((r) => r!.output.mean[0])).size).toBe(3);
  });

  it("says what was done", async () => {
    const result = await sample(net, { samples: 10, variance: "plain", seed: 7 });
    expect(result).toMatchObject({ samples: 10, seed: 7, variance: "plain", dtype: "f32" });
    expect(result.flops).toBe(10 * (2 * 4 * 6 + 6 + 2 * 6 * 3 + 3));
    expect(result.seconds).toBeGreaterThan(0);
    expect(result.layers).toBeUndefined();
    const input = gaussian(4, 2);
    const pairs = await sample(net, { samples: 10, antithetic: true, input });
    expect(pairs.flops).toBe(10 * (2 * 4 * 6 + 6 + 2 * 6 * 3 + 3 + 4) + 5 * (2 * 4 * 2));
  });

  it.each([
    [1, false],
    [2, true],
  ])("has no spread to speak of for %i sample(s)", async (samples, antithetic) => {
    const { output } = await sample(net, { samples, antithetic, layers: true });
    expect(output.mean.every(Number.isFinite)).toBe(true);
    expect([...output.standardError]).toEqual([0, 0, 0]);
  });

  it("uses the network's own input unless told otherwise", async () => {
    const input: GaussianInput = { mean: new Float32Array(4).fill(2), covariance: null };
    const own = await sample({ ...net, input }, { samples: 64 });
    expect(await sample(net, { samples: 64, input })).toMatchObject({ output: own.output });
    expect((await sample(net, { samples: 64 })).output).not.toEqual(own.output);
  });

  it("reports progress, lets the event loop in and stops when aborted", async () => {
    const wide = network([300, 300, 300]);
    const seen: number[] = [];
    const controller = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 100);
    const samples = 2 ** 40;
    const onProgress = ({ done, total }: { done: number; total: number }) => {
      expect(total).toBe(samples);
      seen.push(done);
    };
    const watched = { signal: controller.signal, onProgress };
    await expect(sample(wide, { samples, variance: "plain", threads: 1, ...watched })).rejects.toBe(reason);
    expect(seen.length).toBeGreaterThan(0);
    const last: number[] = [];
    await sample(net, { samples: 100, onProgress: ({ done }) => last.push(done) });
    expect(last.at(-1)).toBe(100);
  });
});

describe("sample refuses", () => {
  const net = network([4, 6, 3]);

  it.each<[string, SampleOptions]>([
    ["samples", { samples: 0 }],
    ["samples", { samples: 1.5 }],
    ["samples", { samples: 2 ** 53 }],
    ["samples", { samples: 3, antithetic: true }],
    ["seed", { samples: 2, seed: -1 }],
    ["seed", { samples: 2, seed: 0.5 }],
    ["seed", { samples: 2, seed: 2n ** 64n }],
    ["dtype", { samples: 2, dtype: "f16" as "f32" }],
  ])("a bad %s: %o", async (name, options) => {
    const error = await refusal(net, options);
    expect(error.code).toBe("bad-option");
    expect(error.message).toContain(`${name} is `);
  });

  it("an input that does not fit, or no covariance", async () => {
    const mean = new Float64Array(4);
    const indefinite = { rows: 4, columns: 4, data: new Float64Array(16).fill(-1) };
    for (const input of [
      { mean: new Float64Array(3), covariance: null },
      { mean, covariance: indefinite },
    ]) {
      expect((await refusal(net, { samples: 2, input })).code).toBe("bad-input");
    }
  });

  it("an overflow, naming the layer, even one that ReLU would hide", async () => {
    const layer = (w: number) => ({
      ...net.layers[0]!,
      bias: null,
      weight: { rows: 1, columns: 1, data: new Float64Array([w]) },
    });
    const huge: Network = { layers: [layer(1e20), layer(-1e20), layer(1)], input: null, notes: [] };
    const error = await refusal(huge, { samples: 100 });
    expect(error.code).toBe("not-finite");
    expect(error.message).toBe('layer 2 of 3: a value overflowed in f32; dtype "f64" reaches further');
    const { output } = await sample(huge, { samples: 100, dtype: "f64" });
    expect(output.mean[0]).toBe(0);
  });
});
