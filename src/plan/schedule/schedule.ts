import type { Layout } from "../memory.ts";
import type { Plan } from "../plan.ts";
import type { Step } from "../steps.ts";

/** A step of one of several plans, or a part of it: what a thread does without a pause. */
export interface Task extends Pick<Step, "does" | "layer" | "flops"> {
  /** The number of the plan. */
  readonly of: number;
  /** The numbers of the tasks that must have been done. */
  readonly after: readonly number[];
}

/** Plans as tasks that threads take, and where their buffers lie meanwhile. */
export interface Schedule {
  readonly placed: readonly { readonly plan: Pick<Plan, "buffers">; readonly layout: Layout }[];
  /** In the order in which they are best begun; each comes after those that it waits for. */
  readonly tasks: readonly Task[];
}

/** How long threads take with a schedule, in units of weight.ts. */
export interface Timed {
  readonly schedule: Schedule;
  readonly length: number;
}

/** A plan and its own layout, for one thread. */
export interface Laid {
  readonly plan: Plan;
  readonly layout: Layout;
}
