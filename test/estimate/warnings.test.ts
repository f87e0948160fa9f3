import { describe, expect, it } from "vitest";
import { spikedNetwork } from "../../experiments/training/spiked.ts";
import type { Kind, Order } from "../../src/combinatorics/tracked.ts";
import { diverges, expectedError } from "../../src/estimate/differences.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import type { Warning } from "../../src/estimate/warnings/warning.ts";
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

/** Small networks for one thing are too narrow, and of few inputs and directions. */
function butSmall(warnings: readonly Warning[]): Warning[] {
  const small = ["narrow", "few-inputs", "few-directions", "off-samples"];
  return warnings.filter(({ code }) => !small.includes(code));
}

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

  it("of the output that come out negative are an alarm", async () => {
    const network = await randomNetwork({ width: 16, depth: 6, seed: 2 });
    const { warnings, cumulants } = await estimate(network, { order: 3, cumulants: true });
    const { data } = cumulants!.get("Z7/kappa2")!;
    const negative = Array.from({ length: 16 }, (_, i) => data[i * 17]!).filter((x) => x < 0).length;
    expect(negative).toBeGreaterThan(0);
    expect(warnings).toContainEqual({
      code: "negative-variance",
      message: `${negative} output with negative predicted variance`,
      count: negative,
      serious: true,
    });
  });

  it("of an output behind an activation are looked at too", async () => {
    const layers = [{ weight: [[1]], activation: "relu" as const }];
    const network = makeNetwork({ layers: [...layers, { weight: [[0]], activation: "relu" }] });
    const { warnings } = await estimate(network, { cumulants: true });
    expect(butSmall(warnings).map(({ code, layer, serious }) => [code, layer, serious])).toEqual([
      ["floored-variance", 2, false],
      ["floored-variance", undefined, false],
    ]);
  });

  const difference = [[1, -1]];
  const same = {
    covariance: [
      [1, 1],
      [1, 1],
    ],
  };

  it("that cancel in one neuron are none, without an alarm", async () => {
    const layers = [{ weight: [...difference, [1, 1]], activation: "relu" as const }, { weight: [[1, 1]] }];
    for (const dtype of ["f32", "f64"] as const) {
      const { output, warnings } = await estimate(makeNetwork({ layers }), { input: same, dtype });
      expect(warnings.map(({ code, serious }) => [code, serious])).toEqual([["floored-variance", false]]);
      expect(output.mean[0]).toBeCloseTo(2 / Math.sqrt(2 * Math.PI), 6);
    }
  });

  it("that cancel in every neuron of a layer are an alarm", async () => {
    const layers = [{ weight: difference, activation: "relu" as const }, { weight: [[1]] }];
    const { output, warnings } = await estimate(makeNetwork({ layers }), { input: same });
    expect(warnings.map(({ code, serious }) => [code, serious])).toEqual([["floored-variance", true]]);
    expect(output.mean[0]).toBe(0);
  });

  it("of saturated neurons are none, without an alarm", async () => {
    const layers = [
      { weight: [[1], [1], [1]], bias: [60, 70, 0], activation: "tanh" as const },
      {
        weight: [
          [1, -1, 0],
          [1, 1, 1],
        ],
        activation: "tanh" as const,
      },
      { weight: difference },
    ];
    for (const dtype of ["f32", "f64"] as const) {
      const { warnings } = await estimate(makeNetwork({ layers }), { order: 2, dtype });
      expect(butSmall(warnings).filter(({ serious }) => serious)).toEqual([]);
    }
  });
});

describe("means so far from zero that rounding takes the variances", () => {
  const network = makeNetwork({
    layers: [
      {
        weight: [
          [1, 0],
          [0, 1],
        ],
        activation: "relu",
      },
      { weight: [[1, -1]], activation: "relu" },
      { weight: [[1]] },
    ],
  });

  it.each([
    ["f32", 1e3, false],
    ["f32", 1e5, true],
    ["f64", 1e5, false],
    ["f64", 1e8, true],
  ] as const)("are an alarm: %s, %d", async (dtype, mean, alarmed) => {
    for (const order of [1, 2] as const) {
      const given = { order, dtype, input: { mean: [mean, mean] }, ladder: false };
      const { warnings, output } = await estimate(network, given);
      expect(butSmall(warnings).some(({ serious }) => serious)).toBe(alarmed);
      if (!alarmed && order > 1) expect(output.mean[0]).toBeCloseTo(1 / Math.sqrt(Math.PI), 3);
    }
  });

  it.each([
    ["f32", 40, 80],
    ["f64", 3e3, 3e4],
  ] as const)("or higher cumulants are one too: %s, not at %d, but at %d", async (dtype, near, away) => {
    for (const [order, kind] of [
      [2, "augment"],
      [3, "simple"],
      [4, "simple"],
    ] as const) {
      for (const mean of [near, away]) {
        const given = { order, kind, dtype, input: { mean: [mean, mean] }, ladder: false };
        const { warnings, output } = await estimate(network, given);
        const alarms = butSmall(warnings).filter(({ serious }) => serious);
        expect(alarms.map(({ code, layer }) => [code, layer])).toEqual(
          mean === away ? [["far-from-zero", 2]] : [],
        );
        if (mean === near) expect(output.mean[0]).toBeCloseTo(1 / Math.sqrt(Math.PI), 3);
      }
    }
  });

  it("are none where other neurons vary much more", async () => {
    const layers = [
      { weight: [[1], [1e-6]], bias: [0, 10], activation: "relu" as const },
      { weight: [[1, 1]], activation: "relu" as const },
      { weight: [[1]] },
    ];
    const { warnings } = await estimate(makeNetwork({ layers }), { dtype: "f32" });
    expect(warnings.map(({ code }) => code)).toContain("far-from-zero");
    expect(butSmall(warnings).filter(({ serious }) => serious)).toEqual([]);
  });
});

describe("deviations whose powers the element type does not hold", () => {
  const network = makeNetwork({
    layers: [
      { weight: [[1e-12], [2e-12]], activation: "relu" },
      { weight: [[1, 1]], activation: "relu" },
      { weight: [[1]] },
    ],
  });

  it("are an alarm in f32, and none in f64", async () => {
    const single = await estimate(network, { order: 3, dtype: "f32", ladder: false });
    expect(single.warnings.map(({ code, layer }) => [code, layer])).toContainEqual(["underflow", 1]);
    expect(single.unreliable).toBe(true);
    const { warnings } = await estimate(network, { order: 3, ladder: false });
    expect(warnings.map(({ code }) => code)).not.toContain("underflow");
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

describe("a fold that cuts off much", () => {
  it("is named, as in a chain of layers that mix nothing", async () => {
    const width = 32;
    const identity = Array.from({ length: width }, (_, i) =>
      Array.from({ length: width }, (_, j) => (i === j ? 1 : 0)),
    );
    const layer = { weight: identity, bias: Array<number>(width).fill(1), activation: "leaky_relu" } as const;
    const network = makeNetwork({ layers: [...Array<typeof layer>(24).fill(layer), { weight: identity }] });
    const folded = await estimate(network, { order: 3, form: "shared-chain" });
    const whole = await estimate(network, { order: 3, form: "shared-chain", fold: false });
    expect(folded.folded!.cut).toBeGreaterThan(1);
    expect(folded.warnings.map(({ code }) => code)).toContain("folded");
    expect(whole.warnings.map(({ code }) => code)).not.toContain("folded");
  });
});

describe("the expected error", () => {
  const network = randomNetwork({ width: 24, depth: 3, outputs: 5, seed: 1 });

  it("is none for order 1 and without a ladder, and has no vnMSE where nothing tells the variance", async () => {
    expect((await estimate(await network, { order: 1 })).expectedError).toBeNull();
    expect((await estimate(await network, { order: 3, ladder: false })).expectedError).toBeNull();
    expect((await estimate(await network, { order: 2 })).expectedError).toMatchObject({ vnmse: null });
  });

  it.each([
    ["a linear map", {}],
    ["an activation", { layers: 3 }],
  ])("of %s is relative to the outputs' variance by order 2", async (_, { layers }: { layers?: number }) => {
    const { layers: all, ...rest } = await network;
    const net = { ...rest, layers: all.slice(0, layers) };
    const { mse, vnmse, output } = (await estimate(net, { order: 3 })).expectedError!;
    const { cumulants } = await estimate(net, { order: 2, cumulants: true });
    const n = net.layers.at(-1)!.weight.rows;
    const { data } = cumulants!.get(layers ? "X3/kappa2" : "Z4/kappa2")!;
    const variance = Array.from({ length: n }, (_x, i) => data[i * n + i]!).reduce((a, b) => a + b) / n;
    expect(vnmse! / (mse / variance)).toBeCloseTo(1, 12);
    const square = output.reduce((sum, x) => sum + x * x, 0) / n;
    expect(square / mse).toBeCloseTo(1, 12);
  });

  it("makes an estimate unreliable where it is large", async () => {
    const spiked = await spikedNetwork({
      width: 128,
      depth: 4,
      outputs: 10,
      spread: 128,
      strength: 8,
      seed: 1,
    });
    const { unreliable, warnings } = await estimate(spiked, { order: 3, kind: "augment-tree", check: false });
    expect([unreliable, warnings.map(({ code }) => code)]).toEqual([true, ["few-directions", "large-error"]]);
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

  it("foretells the last order's error by what orders gained, and no more than theory promises", () => {
    expect(expectedError([1e-3, 1e-5], 0.001, null)).toBeCloseTo(1e-7, 12);
    expect(expectedError([1e-3, 1e-4, 1e-6], 0.001, null)).toBeCloseTo(1e-7, 12);
    expect(expectedError([1e-3, 1e-5], 0.125, null)).toBe(1.25e-6);
    expect(expectedError([1e-3], 0.125, null)).toBe(1.25e-4);
    expect(expectedError([1e-5, 1e-3], 0.125, null)).toBe(1e-3);
    expect(expectedError([1e-2, 1e-5], 0.001, 1)).toBeCloseTo(1e-6, 12);
    expect(expectedError([1e-2, 1e-5], 0.001, 1e-4)).toBe(1e-5);
    expect(expectedError([], 0.125, null)).toBeNull();
    expect(expectedError([0, 0], 0.125, null)).toBe(0);
  });
});
