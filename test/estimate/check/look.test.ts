import { describe, expect, it } from "vitest";
import { equalNeurons } from "../../../experiments/silence/duplicated.ts";
import { spikedNetwork } from "../../../experiments/training/spiked.ts";
import { Engine } from "../../../src/engine/engine.ts";
import { type EstimateOptions, estimate } from "../../../src/estimate/estimate.ts";
import { plan } from "../../../src/estimate/plan.ts";
import { makeNetwork } from "../../../src/network/make.ts";
import type { Network } from "../../../src/network/network.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";
import { sample } from "../../../src/sampling/sample.ts";

async function codes(network: Network, options: EstimateOptions = {}): Promise<string[]> {
  return (await estimate(network, options)).warnings.map(({ code }) => code);
}

describe("an estimate that is far off", () => {
  it("says so of equal neurons, with the sampled mean beside it", async () => {
    const network = equalNeurons(3);
    const { unreliable, warnings, check } = await estimate(network, { kind: "augment" });
    expect(unreliable).toBe(true);
    const { output } = await sample(network, { samples: 65536 });
    const [mean, error] = [check!.mean[0]!, check!.standardError[0]!];
    expect(Math.abs(mean - output.mean[0]!)).toBeLessThan(5 * error);
    const said = warnings.find(({ code }) => code === "off-samples")!;
    expect(said.message).toContain(
      `${check!.samples} samples give output 0 a mean of ${Number(mean.toPrecision(4))} ±`,
    );
  });

  it.each([1, 2, 3, 5])("says so of %i inputs, or is not", async (inputs) => {
    for (const kind of ["simple", "augment"] as const) {
      const network = await randomNetwork({ inputs, width: 64, depth: 2, outputs: 1, seed: 3 });
      const { output, warnings } = await estimate(network, { kind });
      const truth = (await sample(network, { samples: 65536, seed: 1 })).output;
      const off = Math.abs(output.mean[0]! - truth.mean[0]!) / Math.sqrt(truth.variance[0]!);
      const isSaid = warnings.some(({ code }) => code === "off-samples");
      if (off > 0.1) expect(isSaid).toBe(true);
      if (off < 0.05) expect(isSaid).toBe(false);
      expect(warnings.map(({ code }) => code)).toContain("few-inputs");
    }
  });

  it("says so at order 1 with correlated inputs", async () => {
    const covariance = Array.from({ length: 32 }, (_, i) =>
      Array.from({ length: 32 }, (_, j) => (i === j ? 1 : 0.9)),
    );
    const { layers } = await randomNetwork({ width: 32, depth: 1, outputs: 4, seed: 2 });
    const network = makeNetwork({ layers, input: { covariance } });
    expect(await codes(network, { order: 1 })).toContain("off-samples");
    expect(await codes(network, { order: 2 })).not.toContain("off-samples");
  });

  it("says so of a spike on few neurons, which no order sees", async () => {
    const network = await spikedNetwork({
      width: 128,
      depth: 4,
      outputs: 10,
      spread: 4,
      strength: 4,
      seed: 1,
    });
    expect(await codes(network)).toContain("off-samples");
  });

  it("whose samples say so in some other unit says the same", async () => {
    const scaled = (factor: number) => {
      const { layers } = equalNeurons(3);
      return makeNetwork({
        layers: layers.map(({ weight, activation }, l) => {
          return {
            weight: { ...weight, data: weight.data.map((x) => (l === 0 ? factor * x : x)) },
            activation,
          };
        }),
      });
    };
    for (const factor of [1e-4, 1, 1e4])
      expect(await codes(scaled(factor), { kind: "augment" })).toContain("off-samples");
  });
});

describe("a good estimate", () => {
  it("is looked at by few samples, keeps its bits and is not warned of", async () => {
    const network = await randomNetwork({ width: 128, depth: 2, outputs: 10, seed: 1 });
    const [looked, alone] = [await estimate(network), await estimate(network, { check: false })];
    expect(looked.output.mean).toEqual(alone.output.mean);
    expect(looked.flops).toBe(alone.flops);
    expect(looked.warnings).toEqual([]);
    expect(alone.check).toBeUndefined();
    expect(looked.check!.samples).toBeLessThan(200);
    expect(looked.check!.flops).toBe(
      (await sample(network, { samples: looked.check!.samples, variance: "plain" })).flops,
    );
  });

  it("is warned of in none of 300 looks where it is exact", async () => {
    const shapes = [
      { activation: "relu", inputs: 2, width: 16, outputs: 1 },
      { activation: "square", inputs: 1, width: 8, outputs: 2 },
      { activation: "heaviside", inputs: 2, width: 4, outputs: 3 },
    ];
    for (const shape of shapes) {
      const network = await randomNetwork({ ...shape, depth: 1, seed: 1 });
      for (let seed = 0; seed < 100; seed++) expect(await codes(network, { seed })).toEqual([]);
    }
  });

  it("is not warned of where f32 would not tell its outputs from their mean", async () => {
    const { layers } = await randomNetwork({ width: 16, depth: 1, outputs: 2, seed: 1 });
    const last = { ...layers[1]!, bias: [1e9, -1e9] };
    expect(await codes(makeNetwork({ layers: [layers[0]!, last] }))).toEqual([]);
  });

  it("is not warned of where an output is the same in all samples", async () => {
    const network = makeNetwork({
      layers: [
        { weight: [[1], [1]], bias: [-5, 0], activation: "relu" },
        {
          weight: [
            [1, 0],
            [0, 1],
          ],
        },
      ],
    });
    expect(await codes(network)).toEqual([]);
  });
});

describe("the look", () => {
  it("gives the same bits on several threads, on an engine of one's own and at every call", async () => {
    const network = await randomNetwork({ inputs: 3, width: 64, depth: 4, outputs: 3, seed: 2 });
    const engine = new Engine();
    const looks = [];
    for (const options of [{}, { threads: 1 }, { threads: 2, engine }, { engine }]) {
      const { check, warnings } = await estimate(network, { order: 2, ...options });
      const { seconds: _, ...look } = check!;
      looks.push({ ...look, warnings });
    }
    engine.dispose();
    for (const look of looks) expect(look).toEqual(looks[0]);
    const other = (await estimate(network, { seed: 7 })).check!;
    expect(other.mean).not.toEqual(looks[0]!.mean);
  });

  it("is in the progress, of which no report goes back", async () => {
    for (const options of [{ inputs: 64 }, { inputs: 2 }]) {
      const network = await randomNetwork({ ...options, width: 64, depth: 2, outputs: 2, seed: 1 });
      const reports: { done: number; total: number }[] = [];
      const { check } = await estimate(network, { onProgress: (report) => reports.push(report) });
      const planned = plan(network).flops + plan(network, { order: 1 }).flops;
      const { done, total } = reports.at(-1)!;
      expect(done).toBe(planned + check!.flops);
      expect(total).toBe(done);
      reports.slice(1).forEach((report, at) => {
        expect(report.done).toBeGreaterThanOrEqual(reports[at]!.done);
        expect(report.done / report.total).toBeGreaterThanOrEqual(reports[at]!.done / reports[at]!.total);
      });
    }
  });

  it("ends when aborted, before it and in it", async () => {
    const network = await randomNetwork({ inputs: 2, width: 256, depth: 4, outputs: 2, seed: 1 });
    const alone = plan(network).flops + plan(network, { order: 1 }).flops;
    for (const reached of [alone, alone + 1]) {
      const controller = new AbortController();
      const onProgress = ({ done }: { done: number }) => {
        if (done >= reached) controller.abort(new Error("enough"));
      };
      const run = estimate(network, { onProgress, signal: controller.signal, threads: 1 });
      await expect(run).rejects.toThrow("enough");
    }
  });

  it("goes on in f64 where f32 overflows, and is absent where that does", async () => {
    const { layers } = await randomNetwork({ width: 16, depth: 1, outputs: 1, seed: 1 });
    const scaled = (factor: number) =>
      makeNetwork({
        layers: layers.map(({ weight, activation }) => {
          return {
            weight: { ...weight, data: Float64Array.from(weight.data, (x) => factor * x) },
            activation,
          };
        }),
      });
    const far = await estimate(scaled(1e30));
    expect(far.check!.samples).toBeGreaterThan(100);
    expect(far.unreliable).toBe(false);
    const farther = await estimate(scaled(1e76), { order: 1 });
    expect(farther.check).toBeUndefined();
    expect(farther.output.mean.every(Number.isFinite)).toBe(true);
  });

  it("is absent where outputs are so many that batches of them would fill the memory", async () => {
    const outputs = 2 ** 17 + 1;
    const weight = { rows: outputs, columns: 1, data: new Float32Array(outputs).fill(1) };
    const network = makeNetwork({ layers: [{ weight: [[1]], activation: "relu" }, { weight }] });
    expect((await estimate(network, { order: 1 })).check).toBeUndefined();
  });

  it("takes a caller's own function and an input of any mean and covariance", async () => {
    const own = await randomNetwork({
      width: 16,
      depth: 2,
      outputs: 2,
      seed: 1,
      activation: (x: number) => x / (1 + x * x),
    });
    expect((await estimate(own)).check!.samples).toBeGreaterThan(0);
    const network = await randomNetwork({ inputs: 8, width: 64, depth: 1, outputs: 2, seed: 1 });
    const covariance = Array.from({ length: 8 }, (_, i) =>
      Array.from({ length: 8 }, (_, j) => (i === j ? 2 : 1)),
    );
    const input = { mean: [1, -1, 2, 0, 0, 3, 0, 1], covariance };
    for (const dtype of ["f32", "f64"] as const) expect(await codes(network, { input, dtype })).toEqual([]);
  });

  it("is left to others that draw samples", async () => {
    const network = await randomNetwork({ width: 32, depth: 2, outputs: 2, seed: 1 });
    expect((await estimate(network, { verify: 64 })).check).toBeUndefined();
    expect((await estimate(network, { budget: { flops: 1e7 } })).check).toBeUndefined();
    await expect(estimate(network, { check: 1 as unknown as boolean })).rejects.toThrow(
      "check is 1; expected true or false",
    );
  });
});
