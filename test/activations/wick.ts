import type { PlannedSource } from "../../src/activations/activation.ts";
import { Arena } from "../../src/backend/arena.ts";
import { bytesPerElement, type Dtype } from "../../src/backend/dtype.ts";
import { instantiateKernels } from "../../src/backend/kernels.ts";
import { WasmBackend } from "../../src/backend/wasm-backend.ts";
import { PlanBuilder } from "../../src/plan/builder.ts";
import { execute } from "../../src/plan/execute.ts";
import { drained } from "../../src/plan/gradual.ts";
import { planLayout } from "../../src/plan/memory.ts";

const kernels = await instantiateKernels();

/** w(k, p) at each mean and variance, by a plan of that one operation on the kernels. */
export function wick(
  source: PlannedSource,
  k: number,
  p: number,
  mean: readonly number[],
  variance: readonly number[],
  dtype: Dtype = "f64",
): number[] {
  const builder = new PlanBuilder();
  const [m, v] = [builder.load("mean", [mean.length]), builder.load("variance", [mean.length])];
  builder.store("out", builder.wick(source, k, p, m, v));
  const plan = builder.finish();
  const layout = drained(planLayout(plan, bytesPerElement(dtype)));
  const backend = new WasmBackend(kernels, new Arena(kernels), { plan, layout, dtype });
  const found = drained(execute(plan, backend, (name) => (name === "mean" ? mean : variance)));
  return [...found.results.get("out")!];
}
