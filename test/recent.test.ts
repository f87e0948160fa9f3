import { describe, expect, it } from "vitest";
import { estimate } from "../src/estimate/estimate.ts";
import { plan } from "../src/estimate/plan.ts";
import { makeNetwork } from "../src/network/make.ts";
import { Recent } from "../src/recent.ts";

describe("recent values", () => {
  it("are those asked for last", () => {
    const recent = new Recent<string, number>(2);
    recent.set("a", 1);
    recent.set("b", 2);
    expect(recent.get("a")).toBe(1);
    recent.set("c", 3);
    expect([recent.get("a"), recent.get("b"), recent.get("c")]).toEqual([1, undefined, 3]);
  });
});

describe("plans", () => {
  const network = (activation: "relu" | "tanh" | ((z: number) => number), weight = 1) =>
    makeNetwork({ layers: [{ weight: [[weight], [2]], activation }, { weight: [[1, 3]] }] });

  it("are written once for a shape, whatever the weights", () => {
    expect(plan(network("relu", 5)).plan).toBe(plan(network("relu")).plan);
    expect(plan(network("tanh")).plan).not.toBe(plan(network("relu")).plan);
    expect(plan(network("relu"), { dtype: "f32" }).layout).not.toBe(plan(network("relu")).layout);
    expect(plan(network("relu"), { layers: true }).plan).not.toBe(plan(network("relu")).plan);
  });

  it("keep a caller's functions apart", async () => {
    const double = await estimate(network((z) => z * z));
    const cube = await estimate(network((z) => z * z * z + 1));
    expect(double.output.mean[0]).toBeCloseTo(1 + 3 * 4, 12);
    expect(cube.output.mean[0]).toBeCloseTo(1 + 3, 12);
  });
});
