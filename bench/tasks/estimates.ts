import type { Dtype } from "../../src/backend/dtype.ts";
import { Engine } from "../../src/engine/engine.ts";
import { type EstimateOptions, estimate } from "../../src/estimate/estimate.ts";
import { plan } from "../../src/estimate/plan.ts";
import type { Network } from "../../src/network/network.ts";
import type { Task } from "./task.ts";

export type MethodChoice = Pick<EstimateOptions, "order" | "kind">;

/** Keeps all memory from run to run, as programs do that estimate more than once. */
const engine = new Engine();

/** From the cheapest to the dearest. */
export const METHODS: readonly MethodChoice[] = [
  { order: 1, kind: "simple" },
  { order: 2, kind: "simple" },
  { order: 2, kind: "augment" },
  { order: 3, kind: "simple" },
  { order: 3, kind: "augment-tree" },
  { order: 3, kind: "augment" },
  { order: 4, kind: "simple" },
];

/** "3 augment-tree" */
export function methodName({ order, kind }: MethodChoice): string {
  return `${order} ${kind}`;
}

/** A whole estimate without lower orders; the FLOPs are its plan's. */
export function estimateTask(
  name: string,
  network: Network,
  options: EstimateOptions & { readonly dtype: Dtype },
): Task {
  const { dtype } = options;
  const flat = { ...options, ladder: false, engine };
  return {
    name: `estimate ${dtype} ${name} order ${methodName(options)}`,
    dtype,
    flops: plan(network, flat).flops,
    async: true,
    run: async () => {
      await estimate(network, { ...flat, check: false });
    },
  };
}
