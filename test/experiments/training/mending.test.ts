import { describe, expect, it } from "vitest";
import { type Mending, mendByEstimate, mendBySamples } from "../../../experiments/training/mending.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";
import { tailBySampling } from "../../../src/tail/tail-by-sampling.ts";
import { studentOf } from "../../../src/training/student.ts";

const [OUTPUT, THRESHOLD] = [0, 1.5];
const watch = { signal: new AbortController().signal, onProgress: () => {} };
const teacher = await randomNetwork({ inputs: 8, widths: [16], outputs: 2, seed: 3 });
const student = await studentOf(teacher, { width: 24, seed: 4 });
const pair = { teacher, student };

const mending: Mending = {
  ...{ steps: 40, rate: 0.01, weight: 1, probability: 0.05 },
  harm: { output: OUTPUT, threshold: THRESHOLD },
};

async function probabilityOf(network: typeof student): Promise<number> {
  const asked = { threshold: THRESHOLD, neuron: OUTPUT, samples: 2 ** 16, seed: 6 };
  return (await tailBySampling(network, asked)).counted.probability[0]!;
}

describe("mending makes harm rarer than the task alone does", () => {
  it("by samples where harm is frequent enough to be seen, or by the estimate", async () => {
    const options = { batch: 64, seed: 5 };
    const alone = await mendBySamples(pair, { ...mending, weight: 0 }, { ...options, order: null }, watch);
    const base = await probabilityOf(alone.network);
    expect(alone.harmed).toBeGreaterThan(0);
    for (const order of [null, 2] as const) {
      const { network, harmed, samples } = await mendBySamples(pair, mending, { ...options, order }, watch);
      expect(await probabilityOf(network)).toBeLessThan(base / 2);
      expect([harmed === null, samples]).toEqual([order !== null, 40 * 64]);
    }
  });

  it("by estimates alone", async () => {
    const [alone, mended] = [
      await mendByEstimate(pair, mending, { order: 2, harmless: true }, watch),
      await mendByEstimate(pair, mending, { order: 2, harmless: false }, watch),
    ];
    expect(await probabilityOf(mended.network)).toBeLessThan((await probabilityOf(alone.network)) / 2);
    expect([mended.steps, mended.harmed]).toEqual([40, null]);
    expect(mended.flops).toBeGreaterThan(alone.flops);
  });
});
