import type { Dtype } from "../../src/backend/dtype.ts";
import type { Network } from "../../src/network/network.ts";
import { drained } from "../../src/plan/gradual.ts";
import type { GradientOptions } from "../../src/training/options.ts";
import { planGradient } from "../../src/training/plan.ts";
import { valueAndGradient } from "../../src/training/value-and-gradient.ts";
import { methodName } from "./estimates.ts";
import type { Task } from "./task.ts";

/** An output's mean with its gradient, there and back. */
export function gradientTask(
  name: string,
  network: Network,
  options: GradientOptions & { readonly dtype: Dtype; readonly threads: number },
): Task {
  const { dtype, threads } = options;
  return {
    name: `gradient ${dtype} ${name} order ${methodName(options)}, ${threads} threads`,
    dtype,
    flops: drained(planGradient(network, 1, options)).flops,
    async: true,
    run: async () => {
      await valueAndGradient(network, { type: "mean", output: 0 }, options);
    },
  };
}
