import { Arena } from "../../src/backend/arena.ts";
import { bytesPerElement, type Dtype } from "../../src/backend/dtype.ts";
import { instantiateKernels } from "../../src/backend/kernels.ts";
import { WasmBackend } from "../../src/backend/wasm-backend.ts";
import { planFlops } from "../../src/plan/cost.ts";
import { execute } from "../../src/plan/execute.ts";
import { drained } from "../../src/plan/gradual.ts";
import { planLayout } from "../../src/plan/memory.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { TwinBackend } from "./twin-backend.ts";

const kernels = await instantiateKernels();

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

/** A plan on the kernels and on their twin, with made-up inputs. */
export function runBoth(plan: Plan, dtype: Dtype) {
  const layout = drained(planLayout(plan, bytesPerElement(dtype)));
  const wasm = drained(
    execute(plan, new WasmBackend(kernels, new Arena(kernels), { plan, layout, dtype }), inputs(plan)),
  );
  return { plan, wasm: wasm.results, ...runPlain(plan, dtype, () => Number.NaN) };
}

/** A plan on the twin alone, with made-up inputs; what is in place of Wick coefficients that it has no formula for. */
export function runPlain(plan: Plan, dtype: Dtype, unknown: () => number) {
  const twin = new TwinBackend(plan, dtype, unknown);
  return { plain: drained(execute(plan, twin, inputs(plan))).results, twin };
}

/** Wick coefficients are counted by hand, the rest by the twin. */
export function wickFlops(plan: Plan): number {
  return drained(planFlops({ ...plan, operations: plan.operations.filter(({ op }) => op === "wick") }));
}
