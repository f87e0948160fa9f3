import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dtype } from "../../src/backend/dtype.ts";
import type { Kind, Order } from "../../src/combinatorics/tracked.ts";
import { planFlops } from "../../src/plan/cost.ts";
import { drained } from "../../src/plan/gradual.ts";
import type { Form } from "../../src/propagation/form.ts";
import { type NetworkShape, type PropagationOptions, propagate } from "../../src/propagation/propagate.ts";
import { runBoth, runPlain, wickFlops } from "../support/plans.ts";

const quadratic = { family: "polynomial", coefficients: [0.1, 0.9, 0.3] } as const;
/** Does not overflow in many layers. */
const gentle = { family: "polynomial", coefficients: [0.1, 0.9, 0.05] } as const;

const method = fc.constantFrom<[Order, Kind, Form]>(
  [1, "simple", "dense"],
  [2, "simple", "dense"],
  [2, "augment", "dense"],
  [3, "simple", "dense"],
  [3, "simple", "shared-chain"],
  [3, "augment", "dense"],
  [3, "augment-tree", "dense"],
  [4, "simple", "dense"],
  [4, "simple", "shared-chain"],
);
const width = fc.integer({ min: 1, max: 9 });
const network = fc.record({
  widths: fc.array(width, { minLength: 2, maxLength: 4 }),
  bias: fc.boolean(),
  mean: fc.boolean(),
  covariance: fc.boolean(),
});

function propagateBoth(shape: NetworkShape, options: Omit<PropagationOptions, "dtype">, dtype: Dtype) {
  return runBoth(drained(propagate(shape, { ...options, dtype })), dtype);
}

describe("a plan on the kernels and on their plain twin", () => {
  it("gives the same bits, and the cost that the twin counts", () => {
    fc.assert(
      fc.property(
        network,
        method,
        fc.constantFrom("f32", "f64"),
        fc.constantFrom("exact", "average"),
        fc.constantFrom("cumulants", "output"),
        (net, [order, kind, form], dtype, metric, report) => {
          const [inputs, ...outputs] = net.widths;
          const layers = outputs.map((n, l) => ({
            outputs: n,
            bias: net.bias,
            activation: l === outputs.length - 1 ? null : quadratic,
          }));
          const shape = { inputs: inputs!, layers, input: { mean: net.mean, covariance: net.covariance } };
          const { plan, wasm, plain, twin } = propagateBoth(
            shape,
            { order, kind, metric, report, form, fold: null },
            dtype,
          );
          expect([...wasm.keys()]).toEqual([...plain.keys()]);
          for (const [key, values] of plain) expect(wasm.get(key), key).toEqual(values);
          expect(drained(planFlops(plan))).toBe(twin.flops + wickFlops(plan));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("costs what the twin counts where it ends in threshold units", () => {
    fc.assert(
      fc.property(network, method, ({ widths: [first, ...outputs], ...net }, [order, kind, form]) => {
        const layers = outputs.map((n, l) => ({
          outputs: n,
          bias: net.bias,
          activation: l === outputs.length - 1 ? ({ family: "tail" } as const) : quadratic,
        }));
        const shape = { inputs: first!, layers, input: { mean: net.mean, covariance: net.covariance } };
        const options = { order, kind, form, metric: "exact", report: "output", fold: null } as const;
        const plan = drained(propagate(shape, { ...options, dtype: "f64" }));
        const { plain, twin } = runPlain(plan, "f64", () => 1);
        expect([...plain.keys()]).toEqual(["tail/mean", "tail/variance", "output"]);
        expect(drained(planFlops(plan))).toBe(twin.flops + wickFlops(plan));
      }),
      { numRuns: 40 },
    );
  });

  it("does so with a chain's old entries folded", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 3, max: 9 }), { minLength: 8, maxLength: 9 }),
        fc.record({ window: fc.integer({ min: 1, max: 3 }), rank: fc.integer({ min: 1, max: 3 }) }),
        fc.constantFrom("f32", "f64"),
        fc.constantFrom("cumulants", "output"),
        ([inputs, ...outputs], fold, dtype, report) => {
          const layers = outputs.map((n, l) => ({
            outputs: n,
            bias: true,
            activation: l === outputs.length - 1 ? null : gentle,
          }));
          const shape = { inputs: inputs!, layers, input: { mean: true, covariance: true } };
          const options = { order: 3, kind: "simple", metric: "exact", form: "shared-chain" } as const;
          const { plan, wasm, plain, twin } = propagateBoth(shape, { ...options, report, fold }, dtype);
          expect(plan.operations.some(({ op }) => op === "orthonormalise")).toBe(true);
          for (const [key, values] of plain) expect(wasm.get(key), key).toEqual(values);
          expect(drained(planFlops(plan))).toBe(twin.flops + wickFlops(plan));
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([63, 129, 300])("agrees at width %i, beyond the kernels' blocks", (n) => {
    const layers = [
      { outputs: n, bias: true, activation: quadratic },
      { outputs: 17, bias: false, activation: null },
    ];
    const shape = { inputs: n - 7, layers, input: { mean: true, covariance: true } };
    const { plan, wasm, plain, twin } = propagateBoth(
      shape,
      { order: 2, kind: "augment", metric: "exact", report: "cumulants", form: "dense", fold: null },
      "f32",
    );
    for (const [key, values] of plain) expect(wasm.get(key), key).toEqual(values);
    expect(drained(planFlops(plan))).toBe(twin.flops + wickFlops(plan));
  });
});
