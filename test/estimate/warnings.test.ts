import { describe, expect, it } from "vitest";
import type { Kind, Order } from "../../src/combinatorics/tracked.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import { diverges, expectedError } from "../../src/estimate/ladder.ts";
import { makeNetwork } from "../../src/network/make.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";

describe("a deep and narrow network", () => {
  const methods: [Order, Kind][] = [
    [2, "simple"],
    [2, "augment"],
    [3, "simple"],
    [3, "augment"],
    [3, "augment-tree"],
    [4, "simple"],
  ];

  it.each(methods)("8 wide, 16 layers, is called unreliable at order %i %s", async (order, kind) => {
    for (const seed of [1, 2, 3]) {
      const network = await randomNetwork({ width: 8, depth: 16, seed });
      const { unreliable, warnings, output } = await estimate(network, { order, kind });
      expect(unreliable).toBe(true);
      expect(warnings.map(({ code }) => code)).toContain("narrow");
      expect(output.mean.every(Number.isFinite)).toBe(true);
    }
  });

  it("names the layers whose variances came out negative, and how many", async () => {
    const network = await randomNetwork({ width: 8, depth: 16, seed: 3 });
    const { warnings } = await estimate(network, { order: 3 });
    const negative = warnings.filter(({ code }) => code === "negative-variance");
    expect(negative.length).toBeGreaterThan(3);
    for (const { layer, count, message } of negative) {
      expect(message).toMatch(
        new RegExp(`^layer ${layer}: ${count} neurons? with negative predicted variance`),
      );
    }
  });
});

describe("a wide network", () => {
  it("has no warnings, and its orders converge", async () => {
    const network = await randomNetwork({ width: 128, depth: 4, seed: 1 });
    const { warnings, unreliable, ladder } = await estimate(network, { order: 3 });
    expect(warnings).toEqual([]);
    expect(unreliable).toBe(false);
    expect(ladder).toHaveLength(2);
    expect(ladder[1]!).toBeLessThan(ladder[0]!);
  });

  it("has no ladder where none is asked for", async () => {
    const network = await randomNetwork({ width: 8, depth: 2, seed: 1 });
    expect((await estimate(network, { order: 3, ladder: false })).ladder).toEqual([]);
  });
});

describe("variances", () => {
  it("that are zero, as of a dead neuron, are floored with a warning but no alarm", async () => {
    const network = makeNetwork({ layers: [{ weight: [[0], [1]], bias: [2, 0] }, { weight: [[1, 1]] }] });
    const { output, warnings, unreliable } = await estimate(network, { order: 2 });
    expect(warnings.map(({ code, layer, count }) => [code, layer, count])).toEqual([
      ["floored-variance", 1, 1],
    ]);
    expect(unreliable).toBe(false);
    expect(output.mean[0]).toBeCloseTo(2 + 1 / Math.sqrt(2 * Math.PI), 12);
  });
});

describe("means far from zero", () => {
  it("are reported where they leave higher cumulants few digits", async () => {
    const near = makeNetwork({ layers: [{ weight: [[1]], bias: [900] }, { weight: [[1]] }] });
    const far = makeNetwork({ layers: [{ weight: [[1]], bias: [-1100] }, { weight: [[1]] }] });
    expect((await estimate(near)).warnings).toEqual([]);
    const { warnings, unreliable } = await estimate(far);
    expect(warnings.map(({ code, layer, count }) => [code, layer, count])).toEqual([["far-from-zero", 1, 1]]);
    expect(unreliable).toBe(false);
  });
});

describe("a smooth activation", () => {
  const spread = (sigma: number, activation: string) =>
    estimate(makeNetwork({ layers: [{ weight: [[sigma]], activation }, { weight: [[1]] }] }));

  it("is doubted from a standard deviation of 3 on, and not trusted from 5 on", async () => {
    expect((await spread(2.9, "tanh")).warnings).toEqual([]);
    const doubtful = await spread(4, "tanh");
    expect([doubtful.warnings.map(({ code }) => code), doubtful.unreliable]).toEqual([["quadrature"], false]);
    const wrong = await spread(30, "sin");
    expect([wrong.warnings.map(({ code }) => code), wrong.unreliable]).toEqual([["quadrature"], true]);
    expect((await spread(30, "relu")).warnings).toEqual([]);
  });
});

describe("f32", () => {
  it("is doubted where orders agree to its rounding, and only there", async () => {
    const exact = makeNetwork({
      layers: [
        {
          weight: [
            [1, 0.5],
            [0.25, 1],
          ],
          activation: "identity",
        },
        { weight: [[1, 2]], bias: [3] },
      ],
    });
    const doubted = await estimate(exact, { order: 3, dtype: "f32" });
    const wide = await estimate(await randomNetwork({ width: 64, depth: 3, seed: 1 }), {
      order: 3,
      dtype: "f32",
    });
    expect(wide.warnings).toEqual([]);
    expect(doubted.warnings.map(({ code }) => code)).toEqual(["f32-rounding"]);
  });
});

describe("the ladder", () => {
  it("descends if the last step is the smallest", () => {
    expect(diverges([])).toBe(false);
    expect(diverges([1])).toBe(false);
    expect(diverges([1, 0.1])).toBe(false);
    expect(diverges([0.1, 1])).toBe(true);
    expect(diverges([1, 1.1, 0.1])).toBe(false);
    expect(diverges([0.1, 1, 0.9])).toBe(true);
  });

  it("predicts the last order's error by going on geometrically", () => {
    expect(expectedError([1e-3, 1e-5])).toBeCloseTo(1e-7, 12);
    expect(expectedError([1e-3])).toBeNull();
    expect(expectedError([0, 0])).toBe(0);
  });
});
