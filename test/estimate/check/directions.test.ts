import { describe, expect, it } from "vitest";
import { equalNeurons } from "../../../experiments/silence/duplicated.ts";
import { estimate } from "../../../src/estimate/estimate.ts";
import { fewness } from "../../../src/estimate/warnings/few-directions.ts";
import { makeNetwork } from "../../../src/network/make.ts";
import { readNetwork } from "../../../src/network/read.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";
import { tailProbability } from "../../../src/tail/tail-probability.ts";

describe("directions", () => {
  it("are (tr κ₂)²/‖κ₂‖² of the layers that another activation follows", async () => {
    const stored = new Map([
      ["Z1/trace", Float64Array.of(4)],
      ["Z1/square", Float64Array.of(8)],
      ["Z2/trace", Float64Array.of(1)],
      ["Z2/square", Float64Array.of(1)],
    ]);
    expect(fewness(stored)).toBe(1.5);
  });

  it("that overflow or vanish in f32 count as none", () => {
    const of = (trace: number, square: number) =>
      fewness(
        new Map([
          ["Z1/trace", Float64Array.of(trace)],
          ["Z1/square", Float64Array.of(square)],
        ]),
      );
    expect(of(1e30, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(of(1e-30, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(of(0, 0)).toBe(0);
  });

  it("of equal neurons are few, which is serious unless samples have looked", async () => {
    const network = equalNeurons(8);
    const { warnings, unreliable } = await estimate(network, { check: false });
    expect(unreliable).toBe(true);
    expect(warnings.map(({ code }) => code)).toContain("few-directions");
    const three = await estimate(network, { order: 4, check: true });
    const off = three.warnings.some(({ code }) => code === "off-samples");
    expect(three.warnings.some(({ code }) => code === "few-directions")).toBe(off);
  });

  it.each([
    "f32",
    "f64",
  ] as const)("are counted the same in every unit, in %s, and never stop an estimate", async (dtype) => {
    for (const factor of [1e-12, 1, 1e12]) {
      const { layers } = await randomNetwork({ width: 64, depth: 2, outputs: 2, seed: 1 });
      const scaled = makeNetwork({
        layers: layers.map(({ weight, activation }, l) => {
          return {
            weight: { ...weight, data: weight.data.map((x) => (l === 0 ? factor * x : x)) },
            activation,
          };
        }),
      });
      const { output } = await estimate(scaled, { dtype, check: false });
      expect(output.mean.every(Number.isFinite)).toBe(true);
    }
  });

  it("of wide random networks and of trained digits are many", async () => {
    const random = await randomNetwork({ width: 128, depth: 4, seed: 1 });
    const digits = await readNetwork("test/networks/digits-64-128-128-10.safetensors", {
      activation: "relu",
    });
    for (const network of [random, digits]) {
      const { warnings } = await estimate(network, { check: false });
      expect(warnings.map(({ code }) => code)).not.toContain("few-directions");
    }
  });

  it("are a tail's too, which nobody looks at by samples", async () => {
    const { warnings } = await tailProbability(equalNeurons(8), { threshold: 3, order: 2 });
    expect(warnings.map(({ code }) => code)).toContain("few-directions");
  });
});
