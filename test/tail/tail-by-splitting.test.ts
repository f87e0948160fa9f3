import { afterAll, describe, expect, it } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { makeNetwork } from "../../src/network/make.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { tailBySampling } from "../../src/tail/tail-by-sampling.ts";
import { type SplitTailOptions, tailBySplitting } from "../../src/tail/tail-by-splitting.ts";
import { gaussian, linearOutput, network as patterned } from "../sampling/networks.ts";

const engine = new Engine();
afterAll(() => engine.dispose());

/** P(z > x) of standard normals. */
const UPPER = new Map([
  [-1, 0.8413447460685429],
  [1, 0.15865525393145707],
  [3, 0.0013498980316300946],
  [6, 9.865876450376983e-10],
  [9, 1.1285884059538408e-19],
]);

/** One output, N(1, 25), of 20 inputs. */
const linear = makeNetwork({
  layers: [{ weight: [Array.from({ length: 20 }, (_, i) => (i % 4 === 0 ? 2 : -1))], bias: [1] }],
});
const deviation = Math.sqrt(5 * 4 + 15);

describe("splitting", () => {
  it.each([...UPPER])("finds a Gaussian's tail beyond %d standard deviations", async (x, p) => {
    const above = await tailBySplitting(linear, { threshold: 1 + x * deviation, samples: 100_000 });
    const below = await tailBySplitting(linear, {
      ...{ threshold: 1 - x * deviation, samples: 100_000, side: "below", seed: 5 },
    });
    for (const { probability, logProbability, standardError, warnings } of [above, below]) {
      expect(Math.abs(probability[0]! - p)).toBeLessThan(4 * standardError[0]!);
      expect(standardError[0]! / p).toBeLessThan(0.5);
      expect(logProbability[0]).toBeCloseTo(Math.log(probability[0]!), 12);
      expect(warnings.filter(({ serious }) => serious)).toEqual([]);
    }
  });

  it("is unbiased: many small runs agree on average", async () => {
    const p = UPPER.get(3)!;
    const all: number[] = [];
    for (let seed = 0; seed < 30; seed++) {
      const options = { threshold: 1 + 3 * deviation, samples: 20_000, seed, engine };
      const { runs } = await tailBySplitting(linear, options);
      all.push(...runs[0]!);
    }
    const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
    const variance = all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (all.length - 1);
    const error = Math.sqrt(variance / all.length);
    expect(error / p).toBeLessThan(0.05);
    expect(Math.abs(mean - p)).toBeLessThan(3 * error);
  });

  it("finds what counting finds where that can", async () => {
    const network = await randomNetwork({ width: 64, depth: 3, outputs: 3, seed: 2 });
    const [mean, variance] = (await tailBySampling(network, { threshold: 0, samples: 2000 })).cumulants;
    const options = { threshold: mean.map((k1, i) => k1 + 3 * Math.sqrt(variance[i]!)), seed: 1 };
    const { counted } = await tailBySampling(network, { ...options, samples: 400_000 });
    const split = await tailBySplitting(network, { ...options, samples: 60_000 });
    for (const at of [0, 1, 2]) {
      expect(counted.probability[at]).toBeLessThan(0.02);
      expect(counted.count[at]).toBeGreaterThan(100);
      const error = Math.hypot(counted.standardError[at]!, split.standardError[at]!);
      expect(Math.abs(counted.probability[at]! - split.probability[at]!)).toBeLessThan(4 * error);
    }
  });

  it("draws inputs of any mean and covariance, of full rank or not", async () => {
    const network = patterned([5, 1]);
    for (const rank of [5, 2]) {
      const input = gaussian(5, rank);
      const { mean, variance } = linearOutput(network, input);
      const threshold = mean[0]! + 3 * Math.sqrt(variance[0]!);
      const options = { threshold, input, samples: 100_000, dtype: "f64" } as const;
      const { probability, standardError } = await tailBySplitting(network, options);
      expect(Math.abs(probability[0]! - UPPER.get(3)!)).toBeLessThan(4 * standardError[0]!);
    }
  });

  it("says so where nothing is beyond the threshold", async () => {
    const bounded = makeNetwork({
      layers: [{ weight: [[1], [-1]], activation: "tanh" }, { weight: [[1, 1]] }],
    });
    const found = await tailBySplitting(bounded, { threshold: 2.5, samples: 20_000 });
    expect(found).toMatchObject({
      probability: Float64Array.of(0),
      logProbability: Float64Array.of(-Infinity),
      unreliable: true,
      warnings: [{ code: "unreached", serious: true }],
    });
  });

  it("says so where it is imprecise", async () => {
    const options = { threshold: 1 + 14 * deviation, samples: 20_000 };
    const { warnings, samples, runs } = await tailBySplitting(linear, options);
    expect(warnings.map(({ code }) => code)).toEqual(["imprecise"]);
    expect(runs[0]).toHaveLength(4);
    expect(samples).toBeGreaterThan(20_000);
  });

  it("has the same bits by any number of threads, and keeps to its budget", async () => {
    const network = await randomNetwork({ width: 128, depth: 3, outputs: 2, seed: 4 });
    const options = { threshold: 3.5, samples: 60_000, seed: 7n, engine };
    const { seconds: _, threads, ...one } = await tailBySplitting(network, { ...options, threads: 1 });
    const { seconds: __, ...three } = await tailBySplitting(network, { ...options, threads: 3 });
    expect(three).toEqual({ ...one, threads: 3 });
    expect(threads).toBe(1);
    expect(one.samples).toBeLessThanOrEqual(120_000);
    expect(one.samples).toBeGreaterThan(80_000);
  });

  it.each([1, 2])("can be aborted and reports progress, with %i threads", async (threads) => {
    const network = await randomNetwork({ width: 128, depth: 3, outputs: 1, seed: 4 });
    const options = { threshold: 3.5, samples: 60_000, threads, engine };
    const seen: number[] = [];
    await tailBySplitting(network, { ...options, onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    const controller = new AbortController();
    const aborted = { ...options, samples: 1e7, signal: controller.signal };
    const work = tailBySplitting(network, aborted);
    setTimeout(() => controller.abort(new Error("enough")), 100);
    await expect(work).rejects.toThrow("enough");
  });

  it.each([
    [{ threshold: 1, samples: 19_999 }, "at least 20000"],
    [{ threshold: 1 }, "samples is undefined"],
    [{ samples: 1e5 }, "threshold is undefined"],
    [{ threshold: 1, samples: 1e5, layers: true }, "no layers"],
    [{ threshold: 1, samples: 1e5, order: 2 }, "tailBySplitting: unknown option order"],
    [{ threshold: 1, samples: 1e5, seed: -1 }, "seed is -1"],
  ])("%o is refused", async (options, says) => {
    await expect(tailBySplitting(linear, options as SplitTailOptions)).rejects.toThrow(says);
  });
});
