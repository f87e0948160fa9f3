import { describe, expect, it } from "vitest";
import { estimate } from "../../src/estimate/estimate.ts";
import { makeNetwork } from "../../src/network/make.ts";
import type { Network } from "../../src/network/network.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { sample } from "../../src/sampling/sample.ts";
import { propagation, sampling } from "../../src/whest/estimator.ts";
import { type Judged, judge } from "../../src/whest/judge.ts";
import { type NetworkMeans, scoreMeans } from "../../src/whest/score.ts";
import { summarise } from "../../src/whest/summary.ts";
import { expectRefusal } from "../network/helpers.ts";

/** As the challenge's networks are: He, square, ReLU after every layer and no output map. */
async function challenge(width: number, depth: number, seed = 0): Promise<Network> {
  const { layers } = await randomNetwork({ width, depth: depth - 1, seed });
  return makeNetwork({ layers: layers.map((layer) => ({ ...layer, activation: "relu" })) });
}

const network = await challenge(24, 4);
const order2 = propagation({ order: 2, kind: "simple", dtype: "f64", threads: 1 });
const exact = await sample(network, { samples: 4e5, seed: 9, layers: true, threads: 1 });
const truth: NetworkMeans = { final: exact.output.mean, layers: exact.layers!.map(({ mean }) => mean) };

describe("judge", () => {
  it("takes networks that makeNetwork gives an activation after every layer", () => {
    expect(network.layers).toHaveLength(4);
    for (const { weight, activation, bias } of network.layers) {
      expect([weight.rows, weight.columns, activation?.name, bias]).toEqual([24, 24, "relu", null]);
    }
  });

  it("scores what estimate gives, at the cost that its plan tells, layers or not", async () => {
    const { output, flops } = await estimate(network, { order: 2, threads: 1 });
    for (const layers of [truth.layers, null]) {
      const known = { final: truth.final, layers };
      const found = await judge(order2, network, known, 4 * flops, {});
      const { finalLayerMse } = scoreMeans({ final: output.mean, layers: null }, known);
      expect(found).toMatchObject({ estimator: "order 2 simple", finalLayerMse, flops, failure: null });
      expect(found).toMatchObject({ multiplier: 0.25, adjusted: finalLayerMse / 4, overBudget: false });
      expect(found.allLayersMse === null).toBe(layers === null);
    }
  });

  it("scores every layer after its activation", async () => {
    const found = await judge(order2, network, truth, null, {});
    const { layers } = await estimate(network, { order: 2, layers: true, threads: 1 });
    const means = layers!.map(({ X }) => X!.mean);
    const { allLayersMse } = scoreMeans({ final: means.at(-1)!, layers: means }, truth);
    expect(found.allLayersMse).toBe(allLayersMse);
    expect(found.allLayersMse).toBeLessThan(1e-3);
    expect(found).toMatchObject({ multiplier: null, adjusted: null, overBudget: false });
  });

  it("scores sampling, whose error is its variance over its samples", async () => {
    const samples = 20_000;
    const found = await judge(sampling({ samples, threads: 1 }), network, truth, null, {});
    const variance = exact.output.variance.reduce((sum, x) => sum + x, 0) / 24;
    expect(found.estimator).toBe("20000 samples");
    expect(found.flops).toBe(samples * 2 * 4 * 24 ** 2);
    // 24 correlated squares: within a factor of 3 of what is expected.
    expect((found.finalLayerMse * samples) / variance).toBeGreaterThan(1 / 3);
    expect((found.finalLayerMse * samples) / variance).toBeLessThan(3);
  });

  it("scores as zeros what is over the budget, and keeps the raw error", async () => {
    const [inside, over] = [
      await judge(order2, network, truth, null, {}),
      await judge(order2, network, truth, 9, {}),
    ];
    const squares = truth.final.reduce((sum, x) => sum + x * x, 0);
    expect(over).toMatchObject({ finalLayerMse: inside.finalLayerMse, multiplier: 1, overBudget: true });
    expect(over.adjusted).toBeCloseTo(squares / 24, 12);
  });

  it("reports an overflow, scored as zeros", async () => {
    const huge = makeNetwork({
      layers: [1e20, 1e20].map((x) => ({ weight: [[x]], activation: "relu" as const })),
    });
    const known = { final: Float64Array.of(3), layers: null };
    const found = await judge(propagation({ order: 2, kind: "simple", dtype: "f32" }), huge, known, 1e9, {});
    expect(found.failure).toMatch(/overflow/);
    expect(found).toMatchObject({ finalLayerMse: 9, adjusted: 9, multiplier: 1, flops: null, seconds: null });
    const sampled = await judge(sampling({ samples: 64, dtype: "f32" }), huge, known, null, {});
    expect(sampled).toMatchObject({ failure: expect.stringMatching(/overflow/), adjusted: null });
  });

  it("tells an estimate that its estimator doubts", async () => {
    const deep = await challenge(4, 6);
    const zeros = { final: new Float64Array(4), layers: null };
    const found = await judge(order2, deep, zeros, null, {});
    expect(found.unreliable).toBe(true);
    expect(found.warnings.map(({ code }) => code)).toContain("narrow");
  });

  it("lets through whatever else is wrong", async () => {
    const wrong = propagation({ order: 1, kind: "base" });
    await expectRefusal(() => wrong.check(network), "bad-option", "base");
    await expectRefusal(() => judge(wrong, network, truth, null, {}), "bad-option", "base");
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(judge(order2, network, truth, null, { signal })).rejects.toThrow("enough");
  });
});

describe("summarise", () => {
  const one: Judged = {
    ...{ estimator: "e", finalLayerMse: 2, allLayersMse: 1, flops: 10, seconds: 1, multiplier: 0.5 },
    ...{ adjusted: 1, overBudget: false, unreliable: true, failure: null, warnings: [] },
  };
  const lost: Judged = {
    ...{ ...one, finalLayerMse: 8, allLayersMse: 5, flops: null, seconds: null, multiplier: 1 },
    ...{ adjusted: 8, unreliable: false, failure: "overflow" },
  };

  it("averages over networks, failures as they are scored, their cost left out", () => {
    expect(summarise([one, { ...one, flops: 30, overBudget: true }, lost])).toEqual({
      ...{ estimator: "e", networks: 3, finalLayerMse: 4, allLayersMse: 7 / 3, flops: 20, seconds: 1 },
      ...{ multiplier: 2 / 3, adjusted: 10 / 3, overBudget: 1, unreliable: 2, failed: 1 },
    });
  });

  it("has no average of what not every network has", () => {
    const partly = summarise([one, { ...one, allLayersMse: null, multiplier: null, adjusted: null }]);
    expect(partly).toMatchObject({ finalLayerMse: 2, allLayersMse: null, multiplier: null, adjusted: null });
    expect(summarise([lost])).toMatchObject({ flops: null, seconds: null, failed: 1 });
  });
});
