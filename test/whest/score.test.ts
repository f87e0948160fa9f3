import { describe, expect, it } from "vitest";
import { makeNetwork } from "../../src/network/make.ts";
import { ROUNDS, roundOf } from "../../src/whest/rounds.ts";
import { adjustedScore, type NetworkMeans, scoreMeans, zerosLike } from "../../src/whest/score.ts";

function means(...layers: number[][]): NetworkMeans {
  const all = layers.map((layer) => Float64Array.from(layer));
  return { final: all.at(-1)!, layers: all };
}

describe("scoreMeans", () => {
  it("averages squares over the last layer, and over all", () => {
    const score = scoreMeans(means([1, 2], [3, 5]), means([1, 4], [0, 1]));
    // (9 + 16) / 2, and (0 + 4 + 9 + 16) / 4.
    expect(score).toEqual({ finalLayerMse: 12.5, allLayersMse: 7.25 });
  });

  it("gives the challenge's own worked example", () => {
    const truth = means([0.42, 0.38, 0.51]);
    const { finalLayerMse } = scoreMeans(means([0.4, 0.35, 0.55]), truth);
    expect(finalLayerMse).toBeCloseTo(0.0029 / 3, 15);
    const { multiplier, adjusted } = adjustedScore({ finalLayerMse, flops: 30 }, truth, 100);
    expect(multiplier).toBe(0.3);
    expect(adjusted).toBeCloseTo(0.00029, 15);
  });

  it("weighs neurons, not layers", () => {
    const score = scoreMeans(means([1, 1, 1], [0]), means([0, 0, 0], [2]));
    expect(score).toEqual({ finalLayerMse: 4, allLayersMse: 7 / 4 });
  });

  it("says nothing of all layers where one side does not know them", () => {
    const last = { final: Float64Array.of(1), layers: null };
    expect(scoreMeans(last, means([0], [3]))).toEqual({ finalLayerMse: 4, allLayersMse: null });
    expect(scoreMeans(means([0], [3]), last)).toEqual({ finalLayerMse: 4, allLayersMse: null });
    expect(zerosLike(last)).toEqual({ final: Float64Array.of(0), layers: null });
  });
});

describe("adjustedScore", () => {
  const truth = means([3, 1]);
  const adjusted = (flops: number) => adjustedScore({ finalLayerMse: 2, flops }, truth, 1000);

  it("multiplies by the share of the budget, a tenth at least", () => {
    expect(adjusted(500)).toEqual({ multiplier: 0.5, adjusted: 1, overBudget: false });
    expect(adjusted(1000)).toEqual({ multiplier: 1, adjusted: 2, overBudget: false });
    expect(adjusted(100)).toEqual({ multiplier: 0.1, adjusted: 0.2, overBudget: false });
    expect(adjusted(0)).toEqual({ multiplier: 0.1, adjusted: 0.2, overBudget: false });
  });

  it("scores zeros, nothing taken off, beyond the budget and where there is nothing", () => {
    expect(adjusted(1001)).toEqual({ multiplier: 1, adjusted: 5, overBudget: true });
    expect(adjustedScore(null, truth, 1000)).toEqual({ multiplier: 1, adjusted: 5, overBudget: false });
  });
});

describe("the rounds", () => {
  it.each(ROUNDS)("$name buys some 65,000 forward passes", ({ width, depth, budget }) => {
    expect(budget / (2 * depth * width ** 2)).toBeGreaterThan(64_800);
    expect(budget / (2 * depth * width ** 2)).toBeLessThanOrEqual(65_536);
  });

  it("are told by width and depth", () => {
    const square = (rows: number, depth: number) =>
      makeNetwork({
        layers: Array.from({ length: depth }, () => ({
          weight: { rows, columns: rows, data: new Float32Array(rows ** 2) },
          activation: "relu" as const,
        })),
      });
    expect(roundOf(square(256, 8))).toMatchObject({ name: "v1-warmup", budget: 6.8e10 });
    expect(roundOf(square(256, 32))).toMatchObject({ name: "v1-phase1", budget: 2.72e11 });
    expect(roundOf(square(256, 16))).toBeNull();
    expect(roundOf(square(32, 8))).toBeNull();
    const narrower = { rows: 256, columns: 255, data: new Float32Array(256 * 255) };
    const { layers } = square(256, 8);
    expect(roundOf(makeNetwork({ layers: layers.with(0, { ...layers[0]!, weight: narrower }) }))).toBeNull();
  });
});
