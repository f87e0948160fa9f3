import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { makeNetwork } from "../../src/network/make.ts";
import type { Network } from "../../src/network/network.ts";
import { readNetwork } from "../../src/network/read.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { sample } from "../../src/sampling/sample.ts";
import { type TailOptions, tailProbability } from "../../src/tail/tail-probability.ts";
import { relativeError as difference, goldenBytes, goldenRuns } from "../support/goldens.ts";
import { networkOf } from "../support/networks.ts";

const engine = new Engine();
afterAll(() => engine.dispose());

const RARE = goldenBytes("rare-event-16x3.safetensors");

describe("the golden file of tail probabilities", async () => {
  const golden = await readNetwork(RARE);
  const { bias } = golden.layers[2]!;
  const output = { ...golden.layers[2]!, bias: null, activation: null };
  const network = { ...golden, layers: [...golden.layers.slice(0, 2), output] };
  const threshold = bias!.map((x) => -x);

  it.each(goldenRuns(RARE))("$kind, order $order, $metric metric", async ({ expected, ...method }) => {
    const { probability } = await tailProbability(network, { threshold, ...method });
    const want = (expected.get("X3/kappa1")!.data as Float64Array).map((p) => Math.max(0, p));
    // The reference computes Φ as (1 + erf)/2, which is off by 1e-17 or so.
    expect(difference(probability, want)).toBeLessThan(1e-14);
  });

  it("says which outputs come out as no probability", async () => {
    const { probability, logProbability, warnings, unreliable } = await tailProbability(network, {
      ...{ threshold, order: 4 },
    });
    expect(unreliable).toBe(true);
    const impossible = probability.filter((p) => p === 0).length;
    expect(impossible).toBeGreaterThan(0);
    expect(logProbability.filter((x) => x === -Infinity)).toHaveLength(impossible);
    expect(warnings.find(({ code }) => code === "improper-tail")).toMatchObject({
      count: impossible,
      serious: true,
    });
  });
});

/** P(z > x) of standard normals, known to 17 digits. */
const UPPER = new Map([
  [0, 0.5],
  [3, 0.0013498980316300946],
  [10, 7.619853024160525e-24],
  [30, 4.906713927148187e-198],
]);

describe("tail probabilities", () => {
  it("are a Gaussian's for a linear network", async () => {
    const network = makeNetwork({ layers: [{ weight: [[1, -2, 2]], bias: [5] }] });
    for (const [x, p] of UPPER) {
      const above = await tailProbability(network, { threshold: 5 + 3 * x });
      const below = await tailProbability(network, { threshold: 5 - 3 * x, side: "below" });
      expect(above.probability[0]! / p - 1).toBeCloseTo(0, 12);
      expect(above.logProbability[0]).toBeCloseTo(Math.log(p), 10);
      expect(below.probability).toEqual(above.probability);
      expect(above).toMatchObject({ correction: Float64Array.of(1), warnings: [], unreliable: false });
    }
  });

  it("have a logarithm where they are below the smallest double", async () => {
    const network = makeNetwork({ layers: [{ weight: [[1]] }] });
    const { probability, logProbability } = await tailProbability(network, { threshold: 1000 });
    expect(probability[0]).toBe(0);
    // −x²/2 − log(x √(2π)) − 1/x² + …
    expect(logProbability[0]).toBeCloseTo(-500000 - Math.log(1000 * Math.sqrt(2 * Math.PI)) - 1e-6, 8);
  });

  it("above and below add up to one, at every order", async () => {
    const cases = fc.tuple(networkOf([3, 7, 7, 2]), fc.double({ min: -1, max: 1, noNaN: true }));
    const method = fc.constantFrom(
      { order: 1 } as const,
      { order: 2, kind: "augment" } as const,
      { order: 3 } as const,
      { order: 4 } as const,
    );
    await fc.assert(
      fc.asyncProperty(cases, method, async ([network, threshold], options) => {
        const ask = async (side: "above" | "below") => {
          return tailProbability(network, { threshold, side, ...options, ladder: false });
        };
        const [above, below] = [await ask("above"), await ask("below")];
        above.probability.forEach((p, i) => {
          const q = below.probability[i]!;
          if (p > 0 && p < 1 && q > 0 && q < 1) expect(p + q).toBeCloseTo(1, 9);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("of one output are those of all, to the bit, and each has its threshold", async () => {
    const network = await randomNetwork({ width: 9, depth: 2, outputs: 4, seed: 5 });
    const threshold = [0.5, 1, 1.5, 2];
    const all = await tailProbability(network, { threshold, order: 3 });
    for (const [neuron, each] of threshold.entries()) {
      const one = await tailProbability(network, { threshold: each, neuron, order: 3 });
      expect(one.probability).toEqual(all.probability.slice(neuron, neuron + 1));
      expect(one.logProbability).toEqual(all.logProbability.slice(neuron, neuron + 1));
      expect(one.lower.map(({ order }) => order)).toEqual([1, 2]);
    }
  });

  it("of a final relu are those of what enters it", async () => {
    const linear = await randomNetwork({ width: 12, depth: 2, outputs: 3, seed: 2 });
    const relu = withLast(linear, linear.layers[0]!.activation);
    const options = { threshold: 0.7, order: 3 } as const;
    const [want, got] = [await tailProbability(linear, options), await tailProbability(relu, options)];
    expect(got.probability).toEqual(want.probability);
  });

  it("of another final activation are those of a linear map after it", async () => {
    const network = await randomNetwork({ width: 12, depth: 3, outputs: 3, activation: "tanh", seed: 2 });
    const cut = { ...network, layers: network.layers.slice(0, 2) };
    const identity = Array.from({ length: 12 }, (_, i) =>
      Array.from({ length: 12 }, (_, j) => Number(i === j)),
    );
    const { layers } = makeNetwork({ layers: [...cut.layers, { weight: identity, weightVariance: 1 }] });
    for (const metric of ["exact", "average"] as const) {
      const options = { threshold: 0.4, order: 3, metric, side: "below" } as const;
      const want = await tailProbability({ ...cut, layers }, options);
      expect((await tailProbability(cut, options)).probability).toEqual(want.probability);
    }
  });

  it("agree with sampling near the middle", async () => {
    const network = await randomNetwork({ width: 128, depth: 3, outputs: 2, seed: 4 });
    const indicator = withLast(
      network,
      makeNetwork({ layers: [{ weight: [[1]], activation: "heaviside" }] }).layers[0]!.activation,
    );
    const threshold = 1;
    const shifted = {
      ...indicator,
      layers: indicator.layers.map((layer, l) =>
        l < 3 ? layer : { ...layer, bias: Float64Array.of(-threshold, -threshold) },
      ),
    };
    const { probability } = await tailProbability(network, { threshold, order: 3 });
    const { output } = await sample(shifted, { samples: 20_000 });
    probability.forEach((p, i) => {
      expect(Math.abs(p - output.mean[i]!)).toBeLessThan(4 * output.standardError[i]! + 0.01);
    });
  });

  it("have the same bits by any number of threads", async () => {
    const network = await randomNetwork({ width: 300, depth: 6, outputs: 40, seed: 3 });
    const options = { threshold: 2, order: 3, ladder: false, engine } as const;
    const [one, three] = [
      await tailProbability(network, { ...options, threads: 1 }),
      await tailProbability(network, { ...options, threads: 3 }),
    ];
    expect([one.threads, three.threads]).toEqual([1, 3]);
    expect(three.probability).toEqual(one.probability);
    expect(three.logProbability).toEqual(one.logProbability);
  });

  it("can be aborted and report progress", async () => {
    const network = await randomNetwork({ width: 64, depth: 4, seed: 1 });
    const seen: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }) => seen.push(done / total);
    await tailProbability(network, { threshold: 1, order: 3, onProgress });
    expect(seen.at(-1)).toBe(1);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(tailProbability(network, { threshold: 1, signal })).rejects.toThrow("enough");
  });

  it("in f32 are near those in f64", async () => {
    const network = await randomNetwork({ width: 64, depth: 3, outputs: 8, seed: 1 });
    const options = { threshold: 4, order: 3 } as const;
    const [f64, f32] = [
      await tailProbability(network, options),
      await tailProbability(network, { ...options, dtype: "f32" }),
    ];
    for (const [i, x] of f64.logProbability.entries()) expect(f32.logProbability[i]).toBeCloseTo(x, 3);
  });
});

function withLast(network: Network, activation: Network["layers"][number]["activation"]): Network {
  const last = { ...network.layers.at(-1)!, activation };
  return { ...network, layers: [...network.layers.slice(0, -1), last] };
}

describe("what makes no sense is refused", () => {
  const network = makeNetwork({ layers: [{ weight: [[1], [2]], activation: "relu" }] });
  const cases: [unknown, string][] = [
    [undefined, "threshold is undefined"],
    [{}, "threshold is undefined"],
    [7, "options is 7"],
    [{ threshold: Number.NaN }, "threshold is NaN"],
    [{ threshold: Infinity }, "threshold is Infinity"],
    [{ threshold: "3" }, 'threshold is "3"'],
    [{ threshold: [1] }, "threshold has length 1; expected 2"],
    [{ threshold: [1, Number.NaN] }, "threshold[1] is NaN"],
    [{ threshold: Float64Array.of(1, Number.NaN) }, "threshold[1] is NaN"],
    [{ threshold: [1, 2], neuron: 0 }, "threshold has length 2; expected 1"],
    [{ threshold: 1, neuron: 2 }, "neuron is 2; expected an integer from 0 to 1"],
    [{ threshold: 1, neuron: -1 }, "neuron is -1"],
    [{ threshold: 1, neuron: 0.5 }, "neuron is 0.5"],
    [{ threshold: 1, neuron: "0" }, 'neuron is "0"'],
    [{ threshold: 1, side: "up" }, 'side is "up"'],
    [{ threshold: -1 }, "never below 0"],
    [{ threshold: 0, side: "below" }, "P is 0"],
    [{ threshold: 1, thresold: 1 }, "did you mean threshold?"],
    [{ threshold: 1, layers: true }, "unknown option layers"],
    [{ threshold: 1, cumulants: true }, "unknown option cumulants"],
    [{ threshold: 1, order: 5 }, "order is 5"],
    [{ threshold: 1, input: { mean: [1, 2] } }, "input.mean has length 2"],
  ];
  it.each(cases)("%o", async (options, says) => {
    await expect(tailProbability(network, options as TailOptions)).rejects.toThrow(says);
  });

  it("a network that is none", async () => {
    await expect(tailProbability(null as never, { threshold: 1 })).rejects.toThrow("the network is null");
  });
});
