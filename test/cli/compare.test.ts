import { describe, it } from "vitest";
import type { Comparison } from "../../src/cli/compare.ts";
import { files, json, kprop, network, SMALL } from "./support.ts";

const HE = network("he-relu-256x4.safetensors");
const TRUTH = network("he-relu-256x4.truth.json");
const file = await files();
const small = await file("small.json", SMALL);

describe.concurrent("compare", () => {
  it("judges each order by a recorded truth", async ({ expect }) => {
    const { truth, sampling, estimates } = await json<Comparison>(
      ...["compare", HE, "--truth", TRUTH, "--samples", "1000"],
    );
    expect(truth.source).toBe(`${TRUTH}, 67108864 samples`);
    expect(truth.noiseFloor).toBeLessThan(1e-7);
    expect(sampling.samples).toBe(1000);
    expect(estimates.map(({ order, kind }) => `${order} ${kind}`)).toEqual(["1 simple", "2 simple"]);
    const [first, second] = estimates as [Comparison["estimates"][0], Comparison["estimates"][0]];
    // Known of this network: 1.5e-3 and 4.8e-5, on which neither time nor seed bears.
    expect(first.worthSamples).toBeCloseTo(651, -1);
    expect(second.worthSamples).toBeGreaterThan(20_000);
    expect(second.worthSamples).toBeLessThan(21_500);
    for (const { vnmse, worthSamples, belowFloor } of estimates) {
      expect(belowFloor).toBe(false);
      expect(worthSamples * vnmse).toBeCloseTo(1, 12);
    }
  });

  it("takes samples for the truth where none is given, with 1/N as the floor", async ({ expect }) => {
    const flags = ["--orders", "2,3", "--kinds", "simple,augment", "--samples", "2000", "--seed", "3"];
    const { truth, estimates } = await json<Comparison>("compare", small, ...flags);
    expect(truth).toEqual({ source: "2000 samples, seed 3", noiseFloor: expect.closeTo(1 / 2000, 12) });
    expect(estimates.map(({ order, kind }) => `${order} ${kind}`)).toEqual([
      "2 simple",
      "2 augment",
      "3 simple",
      "3 augment",
    ]);
    for (const { belowFloor, vnmse, worthSamples } of estimates) {
      expect(belowFloor).toBe(vnmse < truth.noiseFloor);
      expect(worthSamples).toBeLessThanOrEqual(2000 * (1 + 1e-9));
    }
  });

  it("calls an exact estimate exact", async ({ expect }) => {
    const linear = await file("linear.json", { layers: [{ weight: [[3, 4]], bias: [0.5] }] });
    const truth = await file("truth.json", { mean: [0.5], variance: [25], standard_error: [0] });
    const args = ["compare", linear, "--truth", truth, "--orders", "1", "--samples", "100"];
    const [{ stdout }, { estimates }] = await Promise.all([kprop(args), json<Comparison>(...args)]);
    expect(stdout).toMatch(/^order 1 simple .* 0\.0e\+0 +∞ .*∞×$/m);
    expect(estimates[0]).toMatchObject({ vnmse: 0, belowFloor: false, worthSamples: null });
  });

  it("prints a table whose columns line up", async ({ expect }) => {
    const { code, stdout, stderr } = await kprop(["compare", small, "--samples", "500", "--dtype", "f64"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const rows = stdout.split("\n").filter((line) => /^(estimate|order)/.test(line));
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(/^estimate +FLOP +time +vnMSE +worth samples +sampled meanwhile +ratio$/);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    expect(stdout).toMatch(/\nsampling: 500 samples, [\d.]+ kFLOP, [\d.]+ m?s\n/);
  });
});
