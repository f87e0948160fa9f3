import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WickSource } from "../../src/activations/activation.ts";
import type { Kind, Order } from "../../src/combinatorics/tracked.ts";
import { type Asked, adjoint } from "../../src/plan/adjoint/adjoint.ts";
import { PlanBuilder } from "../../src/plan/builder.ts";
import { planFlops } from "../../src/plan/cost.ts";
import { drained } from "../../src/plan/gradual.ts";
import { layoutBytes, planLayout } from "../../src/plan/memory.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { along, whole } from "../../src/plan/views.ts";
import type { Form } from "../../src/propagation/form.ts";
import { type NetworkShape, propagate } from "../../src/propagation/propagate.ts";
import { runBoth, wickFlops } from "../support/plans.ts";

const quadratic = { family: "polynomial", coefficients: [0.1, 0.9, 0.3] } as const;
const relu = { family: "two-sided", positive: 1, negative: 0 } as const;
const ALL = { results: ["output", "output/kappa2"], wanted: () => true } as const;

type Method = readonly [Order, Kind, Form];
const METHODS: readonly Method[] = [
  [1, "simple", "dense"],
  [1, "augment", "dense"],
  [2, "simple", "dense"],
  [2, "augment", "dense"],
  [3, "simple", "dense"],
  [3, "simple", "shared-chain"],
  [3, "augment", "dense"],
  [3, "augment-tree", "shared-chain"],
  [4, "simple", "dense"],
  [4, "simple", "shared-chain"],
];

function estimateOf(widths: readonly number[], activation: WickSource, [order, kind, form]: Method): Plan {
  const [inputs, ...outputs] = widths;
  const layers = outputs.map((n, l) => ({
    outputs: n,
    bias: l !== 1,
    activation: l === outputs.length - 1 ? null : activation,
  }));
  const shape: NetworkShape = { inputs: inputs!, layers, input: { mean: true, covariance: true } };
  const options = { order, kind, form, metric: "exact", dtype: "f64", report: "output" } as const;
  return drained(propagate(shape, { ...options, fold: null, covariance: order > 1 }));
}

function gradientOf(estimate: Plan, values: Asked["values"]): Plan {
  return drained(adjoint(estimate, { ...ALL, values })).plan;
}

const widths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 });

describe("the adjoint of a plan", () => {
  it("has the bits of its plain twin, and the cost that the twin counts", () => {
    fc.assert(
      fc.property(
        widths,
        fc.constantFrom(...METHODS),
        fc.constantFrom("f32", "f64"),
        fc.constantFrom("stored", "recomputed"),
        (widths, method, dtype, values) => {
          const plan = gradientOf(estimateOf(widths, quadratic, method), values);
          const { wasm, plain, twin } = runBoth(plan, dtype);
          expect([...wasm.keys()]).toContain("adjoint/layers.0.weight");
          expect([...wasm.keys()]).toEqual([...plain.keys()]);
          for (const [key, values] of plain) expect(wasm.get(key), key).toEqual(values);
          expect(drained(planFlops(plan))).toBe(twin.flops + wickFlops(plan));
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each(METHODS)("has the same bits with values computed again: order %i %s, %s", (...method) => {
    const estimate = estimateOf([5, 8, 7, 3], quadratic, method);
    const [stored, recomputed] = (["stored", "recomputed"] as const).map((values) =>
      runBoth(gradientOf(estimate, values), "f32"),
    );
    for (const [key, values] of stored!.wasm) expect(recomputed!.wasm.get(key), key).toEqual(values);
    expect(recomputed!.wasm.size).toBe(stored!.wasm.size);
  });

  it("stores zeros for what the loss does not depend on", () => {
    const builder = new PlanBuilder();
    const [x, y] = [builder.load("x", [3]), builder.load("y", [2])];
    const [out, unused] = [builder.buffer("out", [3]), builder.buffer("unused", [2])];
    builder.terms([3], whole(out, [3]), [{ coefficient: 2, factors: [whole(x, [3]), whole(x, [3])] }]);
    builder.terms([2], whole(unused, [2]), [{ coefficient: 1, factors: [whole(y, [2])] }]);
    builder.store("output", out);
    const { wasm } = runBoth(gradientOf(builder.finish(), "stored"), "f64");
    expect(wasm.get("adjoint/y")).toEqual(Float64Array.of(0, 0));
    expect(wasm.get("adjoint/x")!.every((value) => value !== 0)).toBe(true);
  });

  it("refuses a plan that changes what it has multiplied with", () => {
    const builder = new PlanBuilder();
    const x = builder.load("x", [2]);
    const square = builder.buffer("square", []);
    const factors = [whole(x, [2]), whole(x, [2])];
    builder.terms([2], along(square, [], [], 1), [{ coefficient: 1, factors }]);
    builder.terms([2], whole(x, [2]), []);
    expect(() => gradientOf(builder.finish(), "stored")).toThrow("x is changed after it was read");
  });
});

describe("at width 256, four hidden layers", () => {
  const WIDE: readonly Method[] = [
    [2, "simple", "dense"],
    [2, "augment", "dense"],
    [3, "simple", "shared-chain"],
  ];
  const widths = [256, 256, 256, 256, 256, 10];

  it.each(WIDE)("there and back takes at most three times the FLOPs: order %i %s, %s", (...method) => {
    const estimate = estimateOf(widths, relu, method);
    expect(drained(planFlops(gradientOf(estimate, "stored")))).toBeLessThan(3 * drained(planFlops(estimate)));
    expect(drained(planFlops(gradientOf(estimate, "recomputed")))).toBeLessThan(
      4 * drained(planFlops(estimate)),
    );
  });

  it.each(WIDE)("values computed again take less memory: order %i %s, %s", (...method) => {
    const estimate = estimateOf(widths, relu, method);
    const bytes = (values: Asked["values"]) =>
      layoutBytes(drained(planLayout(gradientOf(estimate, values), 8)), 1);
    expect(bytes("recomputed")).toBeLessThan(0.9 * bytes("stored"));
  });
});
