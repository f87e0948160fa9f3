import type { Dtype } from "../../src/backend/dtype.ts";

/** Something to time. */
export interface Task {
  /** Different from every other task's. */
  readonly name: string;
  readonly dtype: Dtype;
  /** Operations of one run; null where they are not the point. */
  readonly flops: number | null;
  /** What else one run gets through. */
  readonly work?: { readonly amount: number; readonly unit: string };
  /** The task whose time this one's is also given as a multiple of. */
  readonly against?: Task;
  /** Whether `run` gives a promise. */
  readonly async: boolean;
  /** May give (a promise of) `{ overriddenDuration }`, milliseconds that then count in place of the clock's. */
  readonly run: () => unknown;
}
