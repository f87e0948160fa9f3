import { describe, expect, it } from "vitest";
import { BATCHES } from "../../src/sampling/batches.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { sample } from "../../src/sampling/sample.ts";
import { sampleOutputs } from "../../src/sampling/sample-outputs.ts";
import { batches } from "../estimate/trust/support.ts";
import { network } from "./networks.ts";

const net = network([5, 9, 3]);

describe("batches", () => {
  it.each([64, 65, 700, 6400])("of %i samples have the moments that sample gives", async (samples) => {
    const { output } = await batches(net, { samples, seed: 3 });
    const want = (await sample(net, { samples, variance: "plain", seed: 3 })).output;
    for (const key of ["mean", "variance", "standardError"] as const) {
      expect(output[key]).toHaveLength(3);
      output[key].forEach((x, i) => {
        expect(x).toBeCloseTo(want[key][i]!, 12);
      });
    }
  });

  it.each([64, 100, 6400])("deviate from the mean of %i samples by what is said of them", async (samples) => {
    const { output, deviations } = await batches(net, { samples, seed: 5 });
    const { outputs } = await sampleOutputs(net, { samples, seed: 5 });
    expect(deviations).toHaveLength(BATCHES);
    for (let b = 0; b < BATCHES; b++) {
      const draws = Array.from({ length: samples }, (_, d) => d).filter(
        (d) => Math.floor((d * BATCHES) / samples) === b,
      );
      for (let i = 0; i < 3; i++) {
        const sum = draws.reduce((total, d) => total + outputs[3 * d + i]! - output.mean[i]!, 0);
        expect(deviations[b]![i]).toBeCloseTo((sum / samples) * Math.sqrt(BATCHES / (BATCHES - 1)), 12);
      }
    }
  });

  it("scatter as the errors of means do", async () => {
    const runs = 100;
    let [seen, told] = [0, 0];
    const truth = (await sample(net, { samples: 2 ** 20, seed: 99 })).output.mean;
    for (let seed = 1; seed <= runs; seed++) {
      const { output, deviations } = await batches(net, { samples: 640, seed });
      seen += (output.mean[0]! - truth[0]!) * (output.mean[1]! - truth[1]!);
      told += deviations.reduce((sum, y) => sum + y[0]! * y[1]!, 0);
    }
    // Products of two normals have a relative deviation of about √2 at the most, here over 10.
    expect(Math.abs(seen / told - 1)).toBeLessThan(0.6);
  });

  it("are the same whatever the number of threads", async () => {
    const wide = await randomNetwork({ width: 256, depth: 3, seed: 1 });
    const options = { samples: 3001, seed: 4 };
    expect(await batches(wide, { ...options, threads: 3 })).toEqual(
      await batches(wide, { ...options, threads: 1 }),
    );
  });
});
