import type { Backend, VarianceReport } from "../plan/execute.ts";
import type { BufferId, Computation, Plan } from "../plan/plan.ts";
import { shares } from "../plan/share.ts";
import { stepsOf } from "../plan/steps.ts";
import type { Control } from "./control.ts";

/** Which of how many threads. */
export interface Thread {
  readonly index: number;
  readonly count: number;
}

/**
 * The first thread's view of a plan that several threads run: it does everything that is not worth sharing, and takes part
 * in the rest. Threads meet before a shared computation if the first has written anything since they last met, and after
 * each; in between each takes what part is left.
 */
export class SharedBackend implements Backend {
  private readonly own: Backend;
  private readonly control: Control;
  private readonly count: number;
  private ahead = true;

  constructor(own: Backend, control: Control, count: number) {
    this.own = own;
    this.control = control;
    this.count = count;
  }

  write(buffer: BufferId, data: ArrayLike<number>): void {
    this.ahead = true;
    this.own.write(buffer, data);
  }

  read(buffer: BufferId): Float64Array {
    return this.own.read(buffer);
  }

  run(computation: Computation): VarianceReport | null {
    this.control.check();
    const parts = shares(computation, this.count);
    if (parts.length === 1) {
      this.ahead = true;
      return this.own.run(computation);
    }
    if (this.ahead) this.control.meet(this.count);
    this.ahead = false;
    takePart(parts, this.own, this.control, this.count);
    return null;
  }
}

/** What each other thread does of the same plan, meeting the first where that expects it. */
export function follow(plan: Plan, backend: Backend, control: Control, { count }: Thread): void {
  let ahead = true;
  for (const { does } of stepsOf(plan)) {
    if (does.op === "load") ahead = true;
    if (does.op === "load" || does.op === "store") continue;
    const parts = shares(does, count);
    if (parts.length > 1) {
      if (ahead) control.meet(count);
      takePart(parts, backend, control, count);
    }
    ahead = parts.length === 1;
  }
}

function takePart(parts: readonly Computation[], backend: Backend, control: Control, count: number): void {
  for (let at = control.take(); at < parts.length; at = control.take()) backend.run(parts[at]!);
  control.meet(count);
}
