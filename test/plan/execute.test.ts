import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Arena } from "../../src/backend/arena.ts";
import { bytesPerElement, type Dtype } from "../../src/backend/dtype.ts";
import { instantiateKernels } from "../../src/backend/kernels.ts";
import { WasmBackend } from "../../src/backend/wasm-backend.ts";
import type { Kind, Order } from "../../src/combinatorics/tracked.ts";
import { planFlops } from "../../src/plan/cost.ts";
import { execute } from "../../src/plan/execute.ts";
import { planLayout } from "../../src/plan/memory.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { Form } from "../../src/propagation/form.ts";
import { type NetworkShape, type PropagationOptions, propagate } from "../../src/propagation/propagate.ts";
import { TwinBackend } from "../support/twin-backend.ts";

const kernels = await instantiateKernels();
const quadratic = { family: "polynomial", coefficients: [0.1, 0.9, 0.3] } as const;

/** Runs a plan to its end. */
function finish<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Reproducible numbers of about unit size, by a linear congruence. */
function numbers(count: number, seed: number): Float64Array {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function inputs(plan: Plan) {
  return (source: string) => {
    const shape = plan.buffers.find((buffer) => buffer.name === source)!.shape;
    if (source === "input.covariance") return covariance(shape[0]!);
    const fanIn = shape.at(-1) ?? 1;
    const values = numbers(
      shape.reduce((a, b) => a * b, 1),
      source.length + shape.length,
    );
    return source.endsWith("weightVariance") ? [1.5] : values.map((x) => x * Math.sqrt(3 / fanIn));
  };
}

function covariance(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1.25 : 0.25));
}

function runBoth(shape: NetworkShape, options: PropagationOptions, dtype: Dtype) {
  const plan = propagate(shape, options);
  const layout = planLayout(plan, bytesPerElement(dtype));
  const wasm = finish(
    execute(plan, new WasmBackend(kernels, new Arena(kernels), plan, layout, dtype), inputs(plan)),
  );
  const twin = new TwinBackend(plan, dtype, () => Number.NaN);
  const plain = finish(execute(plan, twin, inputs(plan)));
  return { plan, wasm: wasm.results, plain: plain.results, twin };
}

const method = fc.constantFrom<[Order, Kind, Form]>(
  [1, "simple", "dense"],
  [2, "simple", "dense"],
  [2, "augment", "dense"],
  [3, "simple", "dense"],
  [3, "simple", "shared-chain"],
  [3, "augment", "dense"],
  [3, "augment-tree", "dense"],
  [4, "simple", "dense"],
);
const width = fc.integer({ min: 1, max: 9 });
const network = fc.record({
  widths: fc.array(width, { minLength: 2, maxLength: 4 }),
  bias: fc.boolean(),
  mean: fc.boolean(),
  covariance: fc.boolean(),
});

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
          const { plan, wasm, plain, twin } = runBoth(shape, { order, kind, metric, report, form }, dtype);
          expect([...wasm.keys()]).toEqual([...plain.keys()]);
          for (const [key, values] of plain) expect(wasm.get(key), key).toEqual(values);
          const wickFlops = planFlops({
            ...plan,
            operations: plan.operations.filter(({ op }) => op === "wick"),
          });
          expect(planFlops(plan)).toBe(twin.flops + wickFlops);
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([63, 129, 300])("agrees at width %i, beyond the kernels' blocks", (n) => {
    const layers = [
      { outputs: n, bias: true, activation: quadratic },
      { outputs: 17, bias: false, activation: null },
    ];
    const shape = { inputs: n - 7, layers, input: { mean: true, covariance: true } };
    const { plan, wasm, plain, twin } = runBoth(
      shape,
      { order: 2, kind: "augment", metric: "exact", report: "cumulants", form: "dense" },
      "f32",
    );
    for (const [key, values] of plain) expect(wasm.get(key), key).toEqual(values);
    const wickFlops = planFlops({ ...plan, operations: plan.operations.filter(({ op }) => op === "wick") });
    expect(planFlops(plan)).toBe(twin.flops + wickFlops);
  });
});
