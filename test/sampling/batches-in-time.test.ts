import { describe, expect, it } from "vitest";
import { BATCHES, type BatchedMoments, BatchSums } from "../../src/sampling/batches.ts";
import { parseSampleOptions } from "../../src/sampling/options.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { evaluateAll, sample } from "../../src/sampling/sample.ts";
import { sampledNetwork } from "../../src/sampling/sampled-network.ts";

const network = await randomNetwork({ width: 16, depth: 2, outputs: 3, seed: 1 });

function settings(samples: number) {
  return parseSampleOptions(network, { samples, dtype: "f64", seed: 5 }, () => "plain");
}

function sums(samples: number, inTime: boolean): BatchSums {
  return new BatchSums(
    { network: sampledNetwork(network), settings: settings(samples), factor: null },
    inTime,
  );
}

/** Draws that are not all alike, three outputs each. */
function draws(count: number): Float64Array {
  return Float64Array.from({ length: 3 * count }, (_, i) => Math.sin(i * i) + i / (3 * count));
}

describe("sums in batches", () => {
  it("settle for half of the batches, where they may", () => {
    for (const [taken, inTime, settles] of [
      [799, true, false],
      [800, true, true],
      [1600, false, false],
    ] as const) {
      const batches = sums(1600, inTime);
      batches.take(draws(taken));
      expect(batches.settles()).toBe(settles);
    }
  });

  it("are of those draws that were taken", () => {
    const [count, all] = [1010, 1600];
    const batches = sums(all, true);
    const values = draws(count);
    batches.take(values.subarray(0, 3 * 500));
    batches.take(values.subarray(3 * 500));
    const { samples, output, deviations } = batches.result();
    expect(samples).toBe(count);
    expect(deviations).toHaveLength(BATCHES);
    for (const i of [0, 1, 2]) {
      const own = values.filter((_, at) => at % 3 === i);
      const mean = own.reduce((sum, x) => sum + x, 0) / count;
      const variance = own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (count - 1);
      expect(output.mean[i]).toBeCloseTo(mean, 12);
      expect(output.variance[i]).toBeCloseTo(variance, 12);
      expect(output.standardError[i]).toBeCloseTo(Math.sqrt(variance / count), 12);
      // Batches of 25 draws: 40 whole ones, one of ten, none.
      const batchMeans = Array.from({ length: 41 }, (_, b) => own.slice(25 * b, 25 * (b + 1)));
      for (const [b, batch] of batchMeans.entries()) {
        const offset = batch.reduce((sum, x) => sum + x - mean, 0);
        expect(deviations[b]![i]).toBeCloseTo((offset * Math.sqrt(41 / 40)) / count, 12);
      }
      expect(deviations.slice(41).every((deviation) => deviation[i] === 0)).toBe(true);
    }
  });
});

describe.each([1, 2])("samples until the time is over, %i threads", (threads) => {
  const samples = 2 ** 21;

  async function until(share: number): Promise<BatchedMoments> {
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }) => {
      if (done >= share * samples) controller.abort(new Error("over"));
    };
    const watch = { samples, threads, onProgress, signal: controller.signal };
    return (await evaluateAll("batchesInTime", network, settings(samples), watch)).results;
  }

  it("are those drawn so far, the same as if no more had been asked for", async () => {
    const { samples: drawn, output } = await until(0.6);
    expect(drawn).toBeGreaterThanOrEqual(0.6 * samples);
    expect(drawn).toBeLessThan(samples);
    const same = await sample(network, { samples: drawn, dtype: "f64", seed: 5, variance: "plain" });
    for (const [i, mean] of output.mean.entries()) expect(mean).toBeCloseTo(same.output.mean[i]!, 12);
  });

  it("are none where these were too few", async () => {
    await expect(until(0.1)).rejects.toThrow("over");
  });
});
