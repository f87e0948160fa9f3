import { insertSorted } from "./sorted.ts";

/** When each of several steps begins and ends, in units of weight.ts, and in how many parts it is done. */
export interface Timetable {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly parts: readonly number[];
  /** Steps as they begin. */
  readonly order: readonly number[];
}

/** A thread that is free within this part of what is to begin counts as free. */
const SOON = 1 / 4;
/** Steps of more weight are worth cutting up. */
const HEAVY = 2 ** 22;

/**
 * Who does what when, if steps take as long as they weigh: of those that can begin that one first on which the most weight
 * waits (list scheduling by the critical path, Graham 1969). Where fewer heavy ones can begin than there are threads, they
 * are cut into parts.
 *
 * @param after of each step those, of smaller numbers, that must have been done
 */
export function* timetable(
  after: readonly (readonly number[])[],
  weights: readonly number[],
  threads: number,
): Generator<void, Timetable> {
  const begin = weights.map(() => 0);
  const [end, parts] = [begin.slice(), begin.slice()];
  const order: number[] = [];
  const free = Array<number>(threads).fill(0);
  const ready = new Ready(after, weights);
  const running: number[] = [];
  for (let now = 0; order.length < weights.length; ) {
    for (let step = ready.first; step !== undefined && free.some((time) => time <= now); step = ready.first) {
      const crew = gather(
        free,
        now + SOON * weights[step]!,
        ready.isScarce(threads) ? threads / ready.heavy : 1,
      );
      ready.take();
      order.push(step);
      begin[step] = now;
      parts[step] = crew.length;
      end[step] = Math.max(now, ...crew.map((thread) => free[thread]!)) + weights[step]! / crew.length;
      for (const thread of crew) free[thread] = end[step];
      insertSorted(running, step, (other) => end[other]!);
    }
    const done = running.shift()!;
    now = end[done]!;
    ready.release(done);
    yield;
  }
  return { begin, end, parts, order };
}

/** At most so many threads that are free by then, the first ones first; at least one. */
function gather(free: readonly number[], by: number, most: number): number[] {
  const crew: number[] = [];
  for (const [thread, time] of free.entries()) {
    if (time <= by) insertSorted(crew, thread, (other) => free[other]!);
  }
  return crew.slice(0, Math.max(1, Math.floor(most)));
}

/** Steps that can begin. */
class Ready {
  /** How many heavy ones. */
  heavy = 0;
  private readonly steps: number[] = [];
  private readonly weights: readonly number[];
  private readonly priorities: readonly number[];
  private readonly waiting: number[];
  private readonly later: readonly (readonly number[])[];

  constructor(after: readonly (readonly number[])[], weights: readonly number[]) {
    const later = after.map((): number[] => []);
    for (const [step, needed] of after.entries()) for (const other of needed) later[other]!.push(step);
    this.later = later;
    this.weights = weights;
    this.priorities = criticalPaths(later, weights);
    this.waiting = after.map((needed) => needed.length);
    for (const [step, needed] of after.entries()) if (needed.length === 0) this.add(step);
  }

  get first(): number | undefined {
    return this.steps[0];
  }

  /** Whether the first is heavy, and there are fewer such than threads. */
  isScarce(threads: number): boolean {
    return this.weights[this.steps[0]!]! > HEAVY && this.heavy < threads;
  }

  take(): void {
    if (this.weights[this.steps.shift()!]! > HEAVY) this.heavy--;
  }

  /** Those that waited for this one alone can begin. */
  release(done: number): void {
    for (const step of this.later[done]!) if (--this.waiting[step]! === 0) this.add(step);
  }

  private add(step: number): void {
    if (this.weights[step]! > HEAVY) this.heavy++;
    insertSorted(this.steps, step, (other) => -this.priorities[other]!);
  }
}

/** Of each step: the weight of the longest way from its beginning to the end of all. */
function criticalPaths(later: readonly (readonly number[])[], weights: readonly number[]): number[] {
  const paths = weights.slice();
  for (let step = weights.length - 1; step >= 0; step--) {
    for (const other of later[step]!) paths[step] = Math.max(paths[step]!, weights[step]! + paths[other]!);
  }
  return paths;
}
