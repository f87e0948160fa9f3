import { operationFlops } from "./cost.ts";
import { each } from "./gradual.ts";
import type { Computation, Load, Plan, Store } from "./plan.ts";
import { pieces } from "./split.ts";

/** What is done between two pauses: a load, a store, or a piece of a computation. */
export interface Step {
  readonly does: Load | Store | Computation;
  /** 1-based. */
  readonly layer: number;
  readonly flops: number;
}

const known = new WeakMap<Plan, readonly Step[]>();

/** A plan's operations from the first to the last, long ones in pieces; written once for each plan. */
export function* stepsOf(plan: Plan): Generator<void, readonly Step[]> {
  const before = known.get(plan);
  if (before !== undefined) return before;
  const steps: Step[] = [];
  yield* each(plan.operations, (operation) => steps.push(...inSteps(operation)));
  known.set(plan, steps);
  return steps;
}

function inSteps(operation: Plan["operations"][number]): Step[] {
  const { layer } = operation;
  if (operation.op === "load" || operation.op === "store") return [{ does: operation, layer, flops: 0 }];
  return Array.from(pieces(operation), (does) => ({ does, layer, flops: operationFlops(does) }));
}
