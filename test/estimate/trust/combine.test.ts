import { describe, expect, it } from "vitest";
import { type Estimate, estimate } from "../../../src/estimate/estimate.ts";
import { combined } from "../../../src/estimate/trust/combine.ts";
import { scatterOf } from "../../../src/estimate/trust/scatter.ts";
import type { Network } from "../../../src/network/network.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";
import { sample } from "../../../src/sampling/sample.ts";
import { batches, failing, squaredDistance } from "./support.ts";

const REPETITIONS = 150;

/** The total squared error of combinations over that of the samples alone, and its standard error over repetitions. */
async function ratios(network: Network, estimates: readonly Estimate[], samples: number) {
  const truth = (await sample(network, { samples: 2 ** 17, seed: 2 ** 40, antithetic: true })).output.mean;
  const alone: number[] = [];
  const safe: number[][] = estimates.map(() => []);
  for (let seed = 1; seed <= REPETITIONS; seed++) {
    const batched = await batches(network, { samples, seed });
    const scatter = scatterOf(batched);
    alone.push(squaredDistance(batched.output.mean, truth));
    estimates.forEach(({ output }, at) => {
      const { mean } = combined("safe", output.mean, batched, scatter, 0);
      safe[at]!.push(squaredDistance(mean, truth));
    });
  }
  const sum = (values: readonly number[]) => values.reduce((total, x) => total + x, 0);
  return safe.map((errors) => {
    const ratio = sum(errors) / sum(alone);
    const spread = Math.sqrt(sum(errors.map((x, k) => (x - ratio * alone[k]!) ** 2))) / sum(alone);
    return { ratio, spread };
  });
}

describe('the "safe" combination', () => {
  it.each([
    [64, 1],
    [32, 2],
    [32, 8],
    [16, 32],
  ])("has no larger error than the samples alone, %i wide, %i layers", async (width, depth) => {
    const network = await randomNetwork({ width, depth, seed: 1 });
    const estimates: Estimate[] = [];
    for (const order of [1, 2, 3] as const) estimates.push(await estimate(network, { order }));
    for (const samples of [64, 1024]) {
      const found = await ratios(network, estimates, samples);
      const text = found.map(({ ratio, spread }) => `${ratio.toFixed(3)} ± ${spread.toFixed(3)}`);
      console.log(`safe ${width}x${depth}, ${samples} samples: ${text.join(", ")}`);
      for (const { ratio, spread } of found) expect(ratio).toBeLessThanOrEqual(1 + 3 * spread);
    }
  });

  it("gains much where the outputs err independently and the estimate is good", async () => {
    const network = await randomNetwork({ width: 64, depth: 1, seed: 1 });
    const [found] = await ratios(network, [await estimate(network, { order: 2 })], 256);
    expect(found!.ratio).toBeLessThan(0.15);
  });
});

describe("a combination", () => {
  it("lies between estimate and samples, by its share", async () => {
    const network = await randomNetwork({ width: 32, depth: 2, seed: 1 });
    for (const combine of ["safe", "calibrated"] as const) {
      const found = await estimate(network, { order: 2, verify: 4096, combine });
      const { mean, share } = found.combined!;
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThan(1);
      mean.forEach((x, i) => {
        const [e, m] = [found.output.mean[i]!, found.certificate!.sampled.mean[i]!];
        expect(x).toBeCloseTo(e + share * (m - e), 12);
      });
    }
  });

  it("calibrated, weighs by the expected squared errors", async () => {
    const network = await randomNetwork({ width: 32, depth: 2, seed: 1 });
    const { expectedError, certificate, combined } = await estimate(network, {
      order: 2,
      verify: 4096,
      combine: "calibrated",
    });
    const { standardError } = certificate!.sampled;
    const own = standardError.reduce((sum, x) => sum + x * x, 0) / standardError.length;
    expect(combined!.share).toBeCloseTo(expectedError!.mse / (expectedError!.mse + own), 12);
  });

  it("calibrated, trusts what samples show above what orders foretell", async () => {
    const network = await failing();
    const { certificate, combined } = await estimate(network, {
      order: 2,
      verify: 4096,
      combine: "calibrated",
    });
    const { lower, samples } = certificate!;
    expect(combined!.share).toBeCloseTo(lower! / (lower! + 1 / samples), 2);
  });
});
