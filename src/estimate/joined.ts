import type { ExecutionResult, VarianceReportOf } from "../plan/execute.ts";
import type { Plan } from "../plan/plan.ts";

/** What several threads have found of the same plans, as one thread would have found it. */
export function joined(
  plans: readonly { readonly plan: Plan }[],
  found: readonly (readonly ExecutionResult[])[],
): ExecutionResult[] {
  return plans.map(({ plan }, of) => {
    const parts = found.map((ofThread) => ofThread[of]!);
    const variances = parts.flatMap((part) => part.variances).sort(inOrder);
    const all = new Map(parts.flatMap((part) => [...part.results]));
    const stored = plan.operations.flatMap((operation) =>
      operation.op === "store" ? [operation.target] : [],
    );
    return { variances, results: new Map(stored.map((target) => [target, all.get(target)!])) };
  });
}

/** By layer, the output last. */
function inOrder(x: VarianceReportOf, y: VarianceReportOf): number {
  return x.layer - y.layer || Number(x.isOutput) - Number(y.isOutput);
}
