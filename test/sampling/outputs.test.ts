import { describe, expect, it } from "vitest";
import { sample } from "../../src/sampling/sample.ts";
import { type OutputOptions, sampleOutputs } from "../../src/sampling/sample-outputs.ts";
import { gaussian, network } from "./networks.ts";

const net = network([5, 9, 3]);

describe("sampleOutputs", () => {
  it.each(["f32", "f64"] as const)("gives the rows whose moments sample gives, in %s", async (dtype) => {
    const options = { samples: 700, seed: 3, dtype, input: gaussian(5, 2) };
    const { outputs, ...found } = await sampleOutputs(net, options);
    const {
      output,
      variance: _,
      antithetic: __,
      ...want
    } = await sample(net, { ...options, variance: "plain" });
    expect(found).toEqual({ ...want, seconds: expect.any(Number) });
    expect(outputs).toHaveLength(700 * 3);
    for (let i = 0; i < 3; i++) {
      const column = outputs.filter((_x, at) => at % 3 === i);
      const mean = column.reduce((sum, x) => sum + x, 0) / 700;
      const variance = column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 699;
      expect(mean).toBeCloseTo(output.mean[i]!, 12);
      expect(variance).toBeCloseTo(output.variance[i]!, 12);
    }
  });

  it("begins a longer run with a shorter one", async () => {
    const long = await sampleOutputs(net, { samples: 600 });
    const short = await sampleOutputs(net, { samples: 77 });
    expect(short.outputs).toEqual(long.outputs.slice(0, 77 * 3));
  });

  it("can be aborted, and reports progress", async () => {
    const seen: number[] = [];
    await sampleOutputs(net, { samples: 500, onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen.at(-1)).toBe(1);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(sampleOutputs(net, { samples: 500, signal })).rejects.toThrow("enough");
  });

  it.each([
    [{}, "samples is undefined"],
    [{ samples: 10, antithetic: true }, "no antithetic samples"],
    [{ samples: 10, layers: true }, "no layers but the last"],
    [{ samples: 2 ** 50 }, "more than can be had here"],
  ])("%o is refused", async (options, says) => {
    await expect(sampleOutputs(net, options as OutputOptions)).rejects.toThrow(says);
  });
});
