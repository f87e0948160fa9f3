import { describe, expect, it } from "vitest";
import { Arena } from "../../src/backend/arena.ts";
import { instantiateKernels } from "../../src/backend/kernels.ts";
import { makeNetwork } from "../../src/network/make.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { sampleOutputs } from "../../src/sampling/sample-outputs.ts";
import { type Cumulants, cumulantsOf } from "../../src/tail/cumulants.ts";
import { edgeworth, gaussian, type Series, saddlepoint, tailsOfSeries } from "../../src/tail/extrapolate.ts";
import { type SampledTailOptions, tailBySampling } from "../../src/tail/tail-by-sampling.ts";

const kernels = await instantiateKernels();

function tails(from: (cumulants: Cumulants) => Series, ...all: Cumulants[]) {
  return tailsOfSeries(kernels, new Arena(kernels), all.map(from));
}

describe("cumulants of samples", () => {
  it("are k-statistics: of few samples, on average those of what is drawn from", () => {
    // All 5^4 samples of four from a loaded die: their mean k-statistics are its cumulants.
    const die = [0, 1, 1, 4, 10];
    const totals = [0, 0, 0, 0];
    for (let at = 0; at < 625; at++) {
      const drawn = Float64Array.from([1, 5, 25, 125], (power) => die[Math.floor(at / power) % 5]!);
      cumulantsOf(drawn, 1, 0).forEach((k, d) => {
        totals[d]! += k / 625;
      });
    }
    const moment = (p: number) => die.reduce((sum, x) => sum + (x - 3.2) ** p, 0) / 5;
    const want = [3.2, moment(2), moment(3), moment(4) - 3 * moment(2) ** 2];
    totals.forEach((total, d) => {
      expect(total / want[d]!).toBeCloseTo(1, 10);
    });
  });

  it("are of one column of a table", () => {
    const table = Float64Array.of(1, 9, 2, 9, 4, 9, 8, 9);
    expect(cumulantsOf(table, 2, 1)).toEqual([9, 0, 0, 0]);
    expect(cumulantsOf(table, 2, 0)).toEqual(cumulantsOf(Float64Array.of(1, 2, 4, 8), 1, 0));
  });
});

describe("extrapolation by cumulants", () => {
  it.each([-40, -6, -2, -1e-9, 0, 1e-5, 1, 5])("is a Gaussian's where there are but two: mean %d", (mean) => {
    const cumulants = [mean, 1, 0, 0] as const;
    const want = tails(gaussian, cumulants);
    expect(tails(edgeworth, cumulants)).toEqual(want);
    const saddle = tails(saddlepoint, cumulants);
    expect(saddle.logProbability[0]).toBeCloseTo(want.logProbability[0]!, 12);
  });

  /** P(Γ(50) > x) for sums of 50 exponentials: cumulants 50 (d − 1)!; Σ_{j<50} e^−x x^j/j!. */
  function gammaTail(x: number): number {
    let term = Math.exp(-x);
    let sum = 0;
    for (let j = 1; j <= 50; j++) {
      sum += term;
      term *= x / j;
    }
    return sum;
  }

  it.each([
    [40, 0.002, 0.002],
    [50, 0.001, 0.0005],
    [65, 0.02, 0.01],
    [80, 0.4, 0.1],
  ])("comes near the tail of a gamma distribution beyond %d", (x, byEdgeworth, bySaddlepoint) => {
    const cumulants = [50 - x, 50, 100, 300] as const;
    const want = gammaTail(x);
    expect(Math.abs(tails(edgeworth, cumulants).probability[0]! / want - 1)).toBeLessThan(byEdgeworth);
    expect(Math.abs(tails(saddlepoint, cumulants).probability[0]! / want - 1)).toBeLessThan(bySaddlepoint);
  });

  it("has a saddlepoint only where the curvature allows one", () => {
    expect(tails(saddlepoint, [-9, 1, -0.5, 0])).toEqual({
      probability: Float64Array.of(Number.NaN),
      logProbability: Float64Array.of(Number.NaN),
    });
  });

  it("of what never varies is certain", () => {
    for (const method of [gaussian, edgeworth, saddlepoint]) {
      const found = tails(method, [-1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]);
      expect(found.probability).toEqual(Float64Array.of(0, 1, 0));
      expect(found.logProbability).toEqual(Float64Array.of(-Infinity, 0, -Infinity));
    }
  });
});

describe("tailBySampling", () => {
  it("counts the samples beyond each threshold", async () => {
    const network = await randomNetwork({ width: 16, depth: 2, outputs: 3, seed: 1 });
    const threshold = [0.5, 1, 20];
    const { outputs } = await sampleOutputs(network, { samples: 2000, seed: 9, dtype: "f64" });
    for (const side of ["above", "below"] as const) {
      const options = { threshold, side, samples: 2000, seed: 9, dtype: "f64" } as const;
      const { counted, cumulants } = await tailBySampling(network, options);
      const isBeyond = (x: number, i: number) => (side === "above" ? x > threshold[i]! : x < threshold[i]!);
      for (const i of threshold.keys()) {
        const column = outputs.filter((_, at) => at % 3 === i);
        const count = column.filter((x) => isBeyond(x, i)).length;
        const p = count / 2000;
        expect(counted.count[i]).toBe(count);
        expect(counted.probability[i]).toBe(p);
        expect(counted.standardError[i]).toBeCloseTo(Math.sqrt((p * (1 - p)) / 2000), 15);
        const want = cumulantsOf(column, 1, 0);
        expect(cumulants.map((k) => k[i])).toEqual(want.map((k) => expect.closeTo(k, 9)));
      }
    }
  });

  it("extrapolates a linear network's tail", async () => {
    const network = makeNetwork({ layers: [{ weight: [[3, 4]], bias: [1] }] });
    const options = { threshold: 21, samples: 200_000 };
    const found = await tailBySampling(network, options);
    const want = Math.log(3.167124183311998e-5);
    expect(found.gaussian.logProbability[0]! - want).toBeCloseTo(0, 1);
    expect(found.edgeworth.logProbability[0]! - want).toBeCloseTo(0, 0);
    expect(found.saddlepoint.logProbability[0]! - want).toBeCloseTo(0, 0);
    expect(found).toMatchObject({ samples: 200_000, seed: 0, flops: 5 * 200_000 });
  });

  it.each([
    [{ threshold: 1, samples: 3 }, "at least 4"],
    [{ samples: 10 }, "threshold is undefined"],
    [{ threshold: 1 }, "samples is undefined"],
    [{ threshold: 1, samples: 10, antithetic: true }, "no antithetic"],
    [{ threshold: 1, samples: 10, order: 2 }, "tailBySampling: unknown option order"],
    [{ threshold: 1, samples: 10, neuron: 5 }, "neuron is 5"],
  ])("%o is refused", async (options, says) => {
    const network = makeNetwork({ layers: [{ weight: [[3, 4]] }] });
    await expect(tailBySampling(network, options as SampledTailOptions)).rejects.toThrow(says);
  });
});
