import { describe, expect, it } from "vitest";
import { addMoments } from "../../web/src/model/moments.ts";
import { estimatePoints, headlineOf, samplePoints } from "../../web/src/model/race-points.ts";
import { referenceOf } from "../../web/src/model/reference.ts";
import type { Estimated, Method, Sampled } from "../../web/src/protocol/jobs.ts";

/** Outputs of variance 1, of which an estimate is off by a constant. */
const OUTPUTS = 50;
const flat = (value: number) => new Float64Array(OUTPUTS).fill(value);

function estimated(order: Method["order"], off: number, more: Partial<Estimated> = {}): Estimated {
  const common = { flops: 1e6, bytes: 1, threads: 1, warnings: [], unreliable: false };
  return { method: { order, kind: "simple" }, mean: flat(off), seconds: order, ...common, ...more };
}

function sampled(samples: number, off = 0): Sampled {
  return { samples, seconds: samples / 100, flops: samples, mean: flat(off), variance: flat(1) };
}

describe("what errors are measured against", () => {
  it("is nothing before there are estimates and samples", () => {
    expect(referenceOf([], sampled(10), null)).toBeNull();
    expect(referenceOf([estimated(1, 0)], undefined, null)).toBeNull();
  });

  it("is the truth where that is known", () => {
    const reference = referenceOf([estimated(1, 0.1)], sampled(100), flat(0))!;
    expect(reference.error).toBe(0);
    expect(estimatePoints([estimated(1, 0.1)], reference)[0]).toMatchObject({ how: "measured" });
    expect(estimatePoints([estimated(1, 0.1)], reference)[0]!.error).toBeCloseTo(0.01, 12);
    expect(samplePoints([sampled(100, 0.2)], reference)[0]!.error).toBeCloseTo(0.04, 12);
  });

  it("weighs the highest order and the samples by each other's expected error", () => {
    // Differences of 1e-2 and 1e-4 promise 1e-6.
    const ladder = [estimated(1, 0), estimated(2, 0.1), estimated(3, 0.11)];
    const reference = referenceOf(ladder, sampled(1_000_000, 0.11), null)!;
    expect(reference.leader).toBe(ladder[2]);
    expect(reference.leaderError).toBeCloseTo(1e-6, 12);
    expect(reference.error).toBeCloseTo(5e-7, 12);
    const points = estimatePoints(ladder, reference);
    expect(points.map(({ how }) => how)).toEqual(["measured", "measured", "expected"]);
    expect(points[0]!.error).toBeCloseTo(0.0121, 6);
    expect(samplePoints([sampled(400)], reference)[0]!.error).toBe(1 / 400);
  });

  it("believes samples that contradict the ladder", () => {
    const ladder = [estimated(1, 0), estimated(2, 0.1), estimated(3, 0.11)];
    const reference = referenceOf(ladder, sampled(1_000_000, 0.3), null)!;
    expect(reference.leaderError).toBeCloseTo(0.19 ** 2, 4);
    expect(reference.mean[0]).toBeCloseTo(0.3, 4);
  });

  it("does not rest on an unreliable estimate", () => {
    const ladder = [estimated(1, 0), estimated(2, 5, { unreliable: true })];
    expect(referenceOf(ladder, sampled(100), null)!.leader).toBe(ladder[0]);
  });
});

describe("the headline", () => {
  it("says what sampling drew while the best estimate ran", () => {
    const reference = referenceOf([estimated(2, 0.01)], sampled(100), flat(0))!;
    const points = estimatePoints([estimated(2, 0.01)], reference);
    const found = headlineOf(points, samplePoints([sampled(100)], reference))!;
    expect(found.worth).toBeCloseTo(1e4, 6);
    expect(found.meanwhile).toBe(200);
  });
});

describe("moments of portions", () => {
  it("are those of all samples together", () => {
    const portion = (...values: number[]) => {
      const mean = values.reduce((a, b) => a + b) / values.length;
      const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
      const variance = Float64Array.of(squares / (values.length - 1));
      return { samples: values.length, mean: Float64Array.of(mean), variance };
    };
    const merged = addMoments(addMoments(null, portion(1, 4)), portion(2, 8, 5));
    const whole = portion(1, 4, 2, 8, 5);
    expect(merged.samples).toBe(5);
    expect(merged.mean[0]).toBeCloseTo(whole.mean[0]!, 14);
    expect(merged.squares[0]! / 4).toBeCloseTo(whole.variance[0]!, 14);
  });
});
