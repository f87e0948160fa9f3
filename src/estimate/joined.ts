import type { ExecutionResult } from "../plan/execute.ts";
import type { Plan } from "../plan/plan.ts";

/** What several threads have found of the same plans, as one thread would have found it. */
export function joined(
  plans: readonly { readonly plan: Plan }[],
  found: readonly (readonly ExecutionResult[])[],
): ExecutionResult[] {
  return plans.map(({ plan }, of) => {
    const parts = found.map((ofThread) => ofThread[of]!);
    const variances = parts.flatMap((part) => part.variances).sort((x, y) => x.layer - y.layer);
    const all = new Map(parts.flatMap((part) => [...part.results]));
    const stored = plan.operations.flatMap((operation) =>
      operation.op === "store" ? [operation.target] : [],
    );
    return { variances, results: new Map(stored.map((target) => [target, all.get(target)!])) };
  });
}
