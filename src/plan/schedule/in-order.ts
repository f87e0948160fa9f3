import { operationFlops } from "../cost.ts";
import { each } from "../gradual.ts";
import type { Computation } from "../plan.ts";
import { shares } from "../share.ts";
import { type Step, stepsOf } from "../steps.ts";
import type { Laid, Task, Timed } from "./schedule.ts";
import { START, weight } from "./weight.ts";

/** Every step by all threads, each a part, before the next; buffers stay where the plans have them. */
export function* inOrder(plans: readonly Laid[], threads: number): Generator<void, Timed> {
  const tasks: Task[] = [];
  let before: number[] = [];
  let length = 0;
  for (const [of, { plan }] of plans.entries()) {
    yield* each(yield* stepsOf(plan), (step) => {
      const parts = partsOf(step, threads);
      const first = tasks.length;
      for (const part of parts) tasks.push({ ...part, of, after: before });
      before = parts.map((_, part) => first + part);
      length += weight(step, plan) / parts.length + (parts.length > 1 ? START : 0);
    });
  }
  return { schedule: { placed: plans, tasks }, length };
}

/** A step in at most so many parts that can be done at the same time. */
export function partsOf(step: Step, count: number): Omit<Task, "of" | "after">[] {
  const { does, layer } = step;
  if (count === 1 || does.op === "load" || does.op === "store") return [step];
  return shares(does, count).map((part: Computation) => ({ does: part, layer, flops: operationFlops(part) }));
}
