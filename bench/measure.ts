import { Bench } from "tinybench";
import { nextTask } from "../src/backend/next-task.ts";
import type { Task } from "./tasks/task.ts";

/** How long a task runs in one round, in milliseconds; one that takes longer runs once. */
const SLICE = 30;
/** The same for references beside a slow task, which says more the longer it is. */
const SLOW_SLICE = 200;
/** Tasks of more operations take a good part of a second and more: they run in few rounds of their own. */
const SLOW_FLOPS = 5e9;

/** Milliseconds of one run of each task, the mean over its slice, one a round. */
export type Times = ReadonlyMap<Task, readonly number[]>;

/** Tasks that belong together, and what their times are compared with. */
export interface Group {
  readonly references: readonly Task[];
  readonly tasks: readonly Task[];
}

export interface Measured {
  readonly task: Task;
  readonly times: readonly number[];
  /** What was measured in the same rounds: the group's references and tasks. */
  readonly beside: Times;
}

export interface Rounds {
  readonly rounds: number;
  /** For each of the slow tasks. */
  readonly slowRounds: number;
  /** Told what is measured next. */
  readonly say: (message: string) => void;
  /** Called after each group of each round in which all run in turn. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Groups that have been measured, of all groups in all rounds. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/**
 * Times all groups in turn, round by round, each with its references, so that a machine whose speed drifts slows down
 * all of them alike and ratios can be taken within a round. Slow tasks come last, each in rounds with its references
 * alone. Comes in the order given, a reference where it is met first.
 */
export async function measure(
  groups: readonly Group[],
  { rounds, slowRounds, say, onProgress }: Rounds,
): Promise<Measured[]> {
  const quick = groups.map(({ references, tasks }) => [...references, ...tasks.filter(isQuick)]);
  say(`${new Set(quick.flat()).size} rows in ${rounds} rounds`);
  const quickTimes = await inTurn(quick, rounds, "quick", onProgress);
  const measured = new Map<Task, Measured>();
  for (const [index, { references, tasks }] of groups.entries()) {
    for (const task of [...references, ...tasks]) {
      let beside = quickTimes[index]!;
      if (!beside.has(task)) {
        say(`${task.name} in ${slowRounds} rounds`);
        beside = (await inTurn([[...references, task]], slowRounds, "slow"))[0]!;
      }
      if (!measured.has(task)) measured.set(task, { task, times: beside.get(task)!, beside });
    }
  }
  return [...measured.values()];
}

function isQuick({ flops }: Task): boolean {
  return flops === null || flops <= SLOW_FLOPS;
}

/**
 * "quick": each slice begins with a run that does not count, since what ran before has emptied the caches and perhaps
 * taken the place of a plan; nor does the first round, in which code is still being compiled.
 */
async function inTurn(
  groups: readonly (readonly Task[])[],
  rounds: number,
  kind: "quick" | "slow",
  onProgress?: (progress: Progress) => void,
): Promise<Times[]> {
  const warm = kind === "quick";
  const total = groups.length * (warm ? rounds + 1 : rounds);
  let done = 0;
  const benches = groups.map((tasks) => benchOf(tasks, warm));
  const times = groups.map((tasks) => new Map(tasks.map((task) => [task, [] as number[]])));
  for (let round = warm ? -1 : 0; round < rounds; round++) {
    for (const [index, bench] of benches.entries()) {
      await bench.run();
      if (round >= 0) for (const [task, list] of times[index]!) list.push(meanTime(bench, task));
      bench.reset();
      // A page draws and Ctrl-C is seen only between tasks of the event loop.
      await nextTask();
      onProgress?.({ done: ++done, total });
    }
  }
  return times;
}

function benchOf(tasks: readonly Task[], warm: boolean): Bench {
  const bench = new Bench({ time: warm ? SLICE : SLOW_SLICE, iterations: 1, warmup: false, throws: true });
  for (const { name, async, run } of tasks) {
    const beforeAll = async () => {
      await run();
    };
    bench.add(name, run, { async, ...(warm && { beforeAll }) });
  }
  return bench;
}

/** The mean, not the median: where clocks are coarse, as in browsers, single runs have no time. */
function meanTime(bench: Bench, { name }: Task): number {
  const { result } = bench.getTask(name)!;
  if (result.state !== "completed") throw new Error(`${name} was ${result.state}`);
  return result.period;
}
