import type { Dtype } from "../src/backend/dtype.ts";
import type { Measured, Times } from "./measure.ts";
import { least, median, quantile, ratio } from "./statistics.ts";
import type { Task } from "./tasks/task.ts";

/** What rates are compared with, one a type. */
export interface References {
  /** Bare multiply-add tiles; the fastest counts. */
  readonly limits: readonly Task[];
  /** The product at n = 256. */
  readonly gemm: Task;
}

/** One line of the table; ratios are medians of ratios within a round. */
export interface Row {
  readonly name: string;
  readonly dtype: Dtype;
  readonly rounds: number;
  /** Median time of one run. */
  readonly milliseconds: number;
  /** The quartiles beside it. */
  readonly spread: readonly [number, number];
  readonly flops: number | null;
  readonly gflops: number | null;
  readonly ofLimit: number | null;
  readonly ofGemm: number | null;
  /** Another rate: `perSecond` of `unit`. */
  readonly rate: { readonly perSecond: number; readonly unit: string } | null;
  /** The time as a multiple of another row's. */
  readonly against: { readonly name: string; readonly times: number } | null;
}

export function toRow({ task, times, beside }: Measured, { limits, gemm }: References): Row {
  const { name, dtype, flops, work, against } = task;
  const milliseconds = median(times);
  return {
    name,
    dtype,
    rounds: times.length,
    milliseconds,
    spread: [quantile(times, 0.25), quantile(times, 0.75)],
    flops,
    gflops: flops && flops / milliseconds / 1e6,
    ofLimit: flops && fraction(times, flops, limits, beside),
    ofGemm: flops && fraction(times, flops, [gemm], beside),
    rate: work ? { perSecond: work.amount / (milliseconds / 1e3), unit: work.unit } : null,
    against: against ? { name: against.name, times: ratio(times, beside.get(against)!) } : null,
  };
}

/** How near it comes to the rate of the fastest of the references. */
function fraction(times: readonly number[], flops: number, references: readonly Task[], beside: Times) {
  const perFlop = references.map((task) => beside.get(task)!.map((time) => time / task.flops!));
  return ratio(
    least(perFlop),
    times.map((time) => time / flops),
  );
}
