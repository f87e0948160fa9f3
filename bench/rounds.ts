/** Something to time: `run` does `flops` operations. */
export interface Task {
  readonly name: string;
  readonly flops: number;
  readonly run: () => void | Promise<void>;
}

/** A task's rates, one a round, in operations a second. */
export interface Timing {
  readonly task: Task;
  readonly rates: readonly number[];
}

/** How long one measurement lasts, in milliseconds; shorter ones are repeated. */
const SLICE = 30;

/**
 * Runs all tasks in turn, round by round, so that a machine whose speed drifts slows down all of them alike and
 * ratios can be taken within a round.
 */
export async function measure(tasks: readonly Task[], rounds: number): Promise<Timing[]> {
  const timings = tasks.map((task) => ({ task, rates: [] as number[] }));
  for (const { run } of tasks) await repeat(run, 3 * SLICE);
  for (let round = 0; round < rounds; round++) {
    for (const { task, rates } of timings) {
      const { runs, seconds } = await repeat(task.run, SLICE);
      rates.push((runs * task.flops) / seconds);
    }
  }
  return timings;
}

async function repeat(run: Task["run"], milliseconds: number): Promise<{ runs: number; seconds: number }> {
  const start = performance.now();
  let runs = 0;
  let now = start;
  while (now - start < milliseconds) {
    await run();
    runs++;
    now = performance.now();
  }
  return { runs, seconds: (now - start) / 1000 };
}

/** The median over rounds of `timing`'s rate as a fraction of the best of the others in the same round. */
export function fractionOf(timing: Timing, others: readonly Timing[]): number {
  return median(
    timing.rates.map((rate, round) => rate / Math.max(...others.map(({ rates }) => rates[round]!))),
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y);
  return sorted[sorted.length >> 1]!;
}
