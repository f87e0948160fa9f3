import { describe, expect, it } from "vitest";
import { spikedNetwork } from "../../../experiments/training/spiked.ts";
import { mixture } from "../../../experiments/training/tasks/mixture.ts";
import { strokes } from "../../../experiments/training/tasks/strokes.ts";
import { train } from "../../../experiments/training/train.ts";
import { Engine } from "../../../src/engine/engine.ts";
import { type Estimate, type EstimateOptions, estimate } from "../../../src/estimate/estimate.ts";
import { makeNetwork } from "../../../src/network/make.ts";
import type { Network } from "../../../src/network/network.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";
import { sample } from "../../../src/sampling/sample.ts";
import { failing, squaredDistance } from "./support.ts";

/** Antithetic pairs, whose noise is a few percent of that of the samples judged here. */
async function truthOf(network: Network): Promise<Float64Array> {
  return (await sample(network, { samples: 2 ** 14, seed: 2 ** 40, antithetic: true })).output.mean;
}

/** Whether a certificate's bounds hold. */
function holds({ output, certificate }: Estimate, truth: Float64Array): { upper: boolean; lower: boolean } {
  const { lower, upper, variance } = certificate!;
  const error = squaredDistance(output.mean, truth) / truth.length / variance;
  return { upper: error <= upper!, lower: error >= lower! };
}

async function trained(): Promise<Network[]> {
  const recipe = {
    batch: 64,
    seed: 1,
    optimiser: { type: "adam", rate: 1e-3 },
    checkpoints: [64, 128],
  } as const;
  const networks: Network[] = [];
  for (const weightDecay of [0, 0.5]) {
    for await (const { network } of train(await strokes(7, 1024, 64), {
      ...recipe,
      widths: [32, 32],
      weightDecay,
    }))
      networks.push(network);
    const deep = { ...recipe, widths: [24, 24, 24, 24], weightDecay };
    for await (const { network } of train(await mixture(7, 1024, 64), deep)) networks.push(network);
  }
  for (const strength of [2, 4, 8])
    networks.push(await spikedNetwork({ width: 32, depth: 3, outputs: 10, spread: 4, strength, seed: 1 }));
  return networks;
}

/** 200 networks: a part of the grid of `npm run experiment -- trust`, and some that are not random. */
async function* networks(): AsyncGenerator<Network> {
  for (const [width, depth, count] of [
    ...([
      [16, 1, 20],
      [16, 2, 20],
      [16, 4, 20],
      [16, 8, 20],
      [16, 32, 20],
    ] as const),
    ...([
      [32, 2, 20],
      [32, 8, 20],
      [32, 32, 8],
      [64, 1, 15],
      [64, 4, 12],
      [64, 16, 4],
    ] as const),
    ...([
      [128, 2, 6],
      [128, 8, 2],
      [256, 1, 1],
      [256, 4, 1],
    ] as const),
  ]) {
    for (let seed = 1; seed <= count; seed++) yield randomNetwork({ width, depth, seed });
  }
  yield* await trained();
}

describe("a certificate's bounds", () => {
  it("hold in at least 93 % of 200 networks each, of any width and depth, trained or not", async () => {
    const counts = { all: 0, upper: 0, lower: 0 };
    let seed = 0;
    for await (const network of networks()) {
      const truth = await truthOf(network);
      seed++;
      for (const order of [1, 2] as const) {
        const { upper, lower } = holds(
          await estimate(network, { order, verify: 512, seed, ladder: false }),
          truth,
        );
        counts.all++;
        counts.upper += Number(upper);
        counts.lower += Number(lower);
      }
    }
    console.log(`certificates: ${JSON.stringify(counts)}`);
    expect(counts.all).toBeGreaterThanOrEqual(400);
    expect(counts.upper / counts.all).toBeGreaterThanOrEqual(0.93);
    expect(counts.lower / counts.all).toBeGreaterThanOrEqual(0.93);
  }, 180_000);
});

describe("a certificate", () => {
  it("estimates the error without bias", async () => {
    const network = await randomNetwork({ width: 16, depth: 3, seed: 1 });
    const truth = (await sample(network, { samples: 2 ** 20, seed: 77, antithetic: true })).output.mean;
    const found: number[] = [];
    for (let seed = 1; seed <= 200; seed++)
      found.push((await estimate(network, { order: 1, verify: 256, seed })).certificate!.mse);
    const { output } = await estimate(network, { order: 1 });
    const error = squaredDistance(output.mean, truth) / truth.length;
    const mean = found.reduce((sum, x) => sum + x, 0) / found.length;
    const spread = Math.sqrt(found.reduce((sum, x) => sum + (x - mean) ** 2, 0) / found.length);
    expect(Math.abs(mean - error)).toBeLessThan((3 * spread) / Math.sqrt(found.length));
  });

  it("leaves the estimate what it is, and says what samples say", async () => {
    const network = await randomNetwork({ width: 16, depth: 2, seed: 1 });
    const [alone, verified] = [
      await estimate(network, { check: false }),
      await estimate(network, { verify: 1000, seed: 3 }),
    ];
    const { certificate: _, seconds: _s, ...rest } = verified;
    const { variance } = verified.certificate!;
    const vnmse = alone.expectedError!.mse / variance;
    expect({ ...rest, seconds: alone.seconds }).toEqual({
      ...alone,
      expectedError: { ...alone.expectedError, vnmse },
    });
    const { output } = await sample(network, { samples: 1000, variance: "plain", seed: 3 });
    verified.certificate!.sampled.mean.forEach((x, i) => {
      expect(x).toBeCloseTo(output.mean[i]!, 12);
    });
  });

  it("is the same with any number of threads, of any engine", async () => {
    const network = await randomNetwork({ width: 256, depth: 3, seed: 1 });
    using engine = new Engine();
    const of = async (options: EstimateOptions) => {
      const { certificate, combined } = await estimate(network, {
        verify: 3000,
        combine: "safe",
        ...options,
      });
      return { ...certificate, seconds: 0, threads: 0, combined };
    };
    expect(await of({ threads: 3, engine })).toEqual(await of({ threads: 1 }));
  });

  it("refutes an estimate that is far worse than its orders foretell, which makes it unreliable", async () => {
    const network = await failing();
    const alone = await estimate(network, { order: 2, check: false });
    expect(alone.warnings.map(({ code }) => code)).toEqual(["few-directions"]);
    const { unreliable, warnings } = await estimate(network, { order: 2, verify: 10_000 });
    expect([unreliable, warnings.map(({ code }) => code)]).toEqual([true, ["few-directions", "refuted"]]);
    expect(warnings[1]!.message).toMatch(
      /^samples show a vnMSE of [\d.]+e-\d, [\d.]+e-\d at least: its orders foretell/,
    );
  });

  it("says so where the samples are nearer to the truth", async () => {
    const network = await randomNetwork({ width: 64, depth: 3, seed: 1 });
    const { unreliable, warnings } = await estimate(network, { order: 1, verify: 10_000 });
    expect([unreliable, warnings.map(({ code }) => code)]).toEqual([false, ["outdone"]]);
  });

  it("finds no error where nothing varies", async () => {
    const network = makeNetwork({
      layers: [
        { weight: [[0]], activation: "relu" },
        { weight: [[1]], bias: [2] },
      ],
    });
    const { certificate, combined, warnings } = await estimate(network, { verify: 64, combine: "safe" });
    expect(certificate).toMatchObject({ vnmse: null, mse: 0, variance: 0, dimension: 0 });
    expect([combined!.mean, warnings.some(({ serious }) => serious)]).toEqual([Float64Array.of(2), false]);
  });

  it("reports its samples as part of the work", async () => {
    const network = await randomNetwork({ width: 32, depth: 2, seed: 1 });
    const seen: { done: number; total: number }[] = [];
    await estimate(network, { verify: 5000, onProgress: (progress) => seen.push(progress) });
    const { done, total } = seen.at(-1)!;
    expect(done).toBe(total);
    expect(seen[0]!.done).toBeLessThan(total);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(estimate(network, { verify: 5000, signal })).rejects.toThrow("enough");
  });
});

describe("options", () => {
  it.each([
    [{ verify: 63 }, "verify is 63; expected an integer from 64"],
    [{ verify: "many" }, 'verify is "many"'],
    [{ verify: 64.5 }, "verify is 64.5"],
    [{ combine: "safe" }, "verify says how many"],
    [{ verify: 64, combine: "both" }, 'combine is "both"; expected "safe" or "calibrated"'],
    [{ verify: 64, combine: "calibrated", order: 1 }, "order 2 or more and the ladder"],
    [{ verify: 64, combine: "calibrated", ladder: false }, "order 2 or more and the ladder"],
    [{ verify: 64, seed: -1 }, "seed is -1"],
  ])("%o are refused", async (options, says) => {
    const network = await randomNetwork({ width: 4, depth: 2, seed: 1 });
    await expect(estimate(network, options as EstimateOptions)).rejects.toMatchObject({
      code: "bad-option",
      message: expect.stringContaining(says),
    });
  });
});
