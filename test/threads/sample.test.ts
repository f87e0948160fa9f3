import { afterAll, describe, expect, it } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { type SampleResult, sample } from "../../src/sampling/sample.ts";
import { sampleOutputs } from "../../src/sampling/sample-outputs.ts";
import { shared } from "../../src/sampling/sample-shared.ts";
import { evaluation, gaussian, network, settings } from "../sampling/networks.ts";

const engine = new Engine();
afterAll(() => engine.dispose());

const wide = await randomNetwork({ width: 256, depth: 4, seed: 1 });
/** 1.4 GFLOP: threads are worth starting. */
const enough = { samples: 2100, seed: 5 };
const bare = ({ seconds, threads, ...rest }: SampleResult) => rest;

describe("sampling by several threads", () => {
  it.each([
    settings({ dtype: "f32", samples: 1000, layers: true }),
    settings({ dtype: "f64", samples: 1002, variance: "antithetic" }),
    settings({ dtype: "f32", samples: 1001, variance: "control" }),
    settings({ dtype: "f64", samples: 2048, variance: "sobol", layers: true }),
    settings({ dtype: "f32", samples: 3072, variance: "sobol-control", input: gaussian(5, 2) }),
    settings({ dtype: "f32", samples: 64, input: gaussian(5, 2) }),
    settings({ dtype: "f32", samples: 130, variance: "antithetic", layers: true, input: gaussian(5, 2) }),
  ])("has the bits of one by one thread, whatever the portions: %#", async (asked) => {
    const net = network([5, 9, 7, 3]);
    const { samples, variance, dtype, layers, input } = asked;
    const { low } = asked.seed;
    const alone = await sample(net, {
      ...{ samples, variance, dtype, layers, seed: low, threads: 1 },
      ...(input ? { input } : {}),
    });
    const work = await evaluation(net, asked);
    for (const [threads, portion] of [
      [1, 64],
      [2, 128],
      [3, 320],
      [2, 5000],
    ] as const) {
      const found = await shared.moments(engine, work, { threads, portion });
      expect(found).toEqual(layers ? alone.layers : [alone.output]);
    }
  });

  it.each(["control", "sobol"] as const)("has the bits of one with the variance %s", async (variance) => {
    const asked = { samples: 4096, variance };
    const one = await sample(wide, { ...asked, threads: 1 });
    const two = await sample(wide, { ...asked, threads: 2, engine });
    expect([one.threads, two.threads]).toEqual([1, 2]);
    expect(bare(two)).toEqual(bare(one));
  });

  it("gives the outputs of one", async () => {
    const options = { samples: 3001, seed: 4 };
    const one = await sampleOutputs(wide, { ...options, threads: 1 });
    const three = await sampleOutputs(wide, { ...options, threads: 3, engine });
    expect([one.threads, three.threads]).toEqual([1, 3]);
    expect(three.outputs).toEqual(one.outputs);
  });

  it("is used where it is worth it, and says so", async () => {
    const one = await sample(wide, { ...enough, threads: 1 });
    const three = await sample(wide, { ...enough, threads: 3, engine });
    expect([one.threads, three.threads]).toEqual([1, 3]);
    expect(bare(three)).toEqual(bare(one));
    expect((await sample(wide, { samples: 100, threads: 3, engine })).threads).toBe(1);
  });

  it("reports progress in order, up to the whole", async () => {
    const seen: number[] = [];
    const onProgress = ({ done }: { done: number }) => seen.push(done);
    await sample(wide, { ...enough, threads: 2, engine, onProgress });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(enough.samples);
  });

  it("can be aborted, and the threads go on to the next", async () => {
    const signal = AbortSignal.timeout(30);
    const started = performance.now();
    await expect(sample(wide, { samples: 1e7, threads: 2, engine, signal })).rejects.toThrow(
      /abort|timeout/i,
    );
    expect(performance.now() - started).toBeLessThan(2000);
    expect((await sample(wide, { ...enough, threads: 2, engine })).threads).toBe(2);
  });

  it("throws what a thread throws, and the threads go on to the next", async () => {
    const layers = wide.layers.map((l) => ({
      ...l,
      weight: { ...l.weight, data: l.weight.data.map((x) => x * 1e12) },
    }));
    const asked = { ...enough, threads: 2, engine };
    await expect(sample({ ...wide, layers }, asked)).rejects.toMatchObject({
      code: "not-finite",
      message: expect.stringContaining("layer"),
    });
    expect((await sample(wide, asked)).threads).toBe(2);
  });

  it("whose engine is disposed of is one clear error", async () => {
    const own = new Engine();
    const onProgress = () => own.dispose();
    const running = sample(wide, { samples: 1e7, threads: 2, engine: own, onProgress });
    await expect(running).rejects.toMatchObject({ code: "disposed" });
    await expect(sample(wide, { ...enough, engine: own })).rejects.toMatchObject({ code: "disposed" });
  });
});
