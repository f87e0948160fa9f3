/**
 * All ways in which threads' atomic operations can follow one another. Each thread is a program that runs here, one operation at a
 * time: it is run from its beginning again and again, with the answers that it was given before, until it asks for one operation
 * more. Then any other thread may go first.
 */

/** What a program asks for: an operation on shared words, or to act, which a word counts that no program looks at. */
export interface Operation {
  readonly name: "load" | "store" | "add" | "or" | "compareExchange" | "notify" | "wait" | "act";
  readonly index: number;
  readonly values: readonly number[];
}

/** What a program runs with in place of `Atomics`. */
export type Ask = (name: Operation["name"], index: number, ...values: number[]) => number;

/** A thread's work; what it returns is how it ended. */
export type Program = (ask: Ask) => string;

/** Thrown where a program asks for more than it has answers for. */
class Pause {
  readonly operation: Operation;
  constructor(operation: Operation) {
    this.operation = operation;
  }
}

/** A point that a program has come to by certain answers: what it asks for next, or how it ended. */
interface Point {
  readonly id: number;
  readonly next: Operation | string;
  readonly following: Map<number, Point>;
}

/** Finds the points of a program, each once. */
class Points {
  readonly start: Point;
  private readonly program: Program;
  private readonly answers = new Map<Point, readonly number[]>();
  private readonly newId: () => number;

  constructor(program: Program, newId: () => number) {
    this.program = program;
    this.newId = newId;
    this.start = this.find([]);
  }

  after(point: Point, answer: number): Point {
    const known = point.following.get(answer);
    if (known !== undefined) return known;
    const found = this.find([...this.answers.get(point)!, answer]);
    point.following.set(answer, found);
    return found;
  }

  private find(answers: readonly number[]): Point {
    const point = { id: this.newId(), next: this.run(answers), following: new Map<number, Point>() };
    this.answers.set(point, answers);
    return point;
  }

  private run(answers: readonly number[]): Operation | string {
    let at = 0;
    try {
      return this.program((name, index, ...values) => {
        if (at < answers.length) return answers[at++]!;
        throw new Pause({ name, index, values });
      });
    } catch (thrown) {
      if (thrown instanceof Pause) return thrown.operation;
      throw thrown;
    }
  }
}

/** A moment: the shared words, where each thread is, who sleeps, who has died. */
interface Moment {
  readonly words: readonly number[];
  readonly points: readonly Point[];
  readonly asleep: readonly boolean[];
  readonly dead: number | null;
  readonly before: { readonly moment: Moment; readonly what: string } | null;
}

export interface World {
  readonly words: readonly number[];
  readonly threads: readonly Program[];
  /** The last thread begins when it likes, or never; but it must once another one has died. */
  readonly lastIsOptional?: boolean;
  /** One of the other threads may end at any moment, without a word. */
  readonly mayDie?: boolean;
  /** Words that never change again once they are this; looking at them can be done at once. */
  readonly final?: { readonly from: number; readonly value: number };
  /** Whether a thread may act, for which that word stands. */
  readonly mayAct: (words: readonly number[], index: number) => boolean;
}

export interface Explored {
  readonly moments: number;
  /** Every way in which all threads ended: how each did, the dead one by "died". */
  readonly ends: ReadonlySet<string>;
  /** The steps to a moment from which nothing goes on though not all have ended, or to what must not happen; null: none. */
  readonly stuck: readonly string[] | null;
}

/** All of them. */
export function explore(world: World): Explored {
  const all = pointsOf(world);
  const first = firstMoment(world, all);
  const seen = new Set([keyOf(first)]);
  const ends = new Set<string>();
  const left = [first];
  for (let moment = left.pop(); moment !== undefined; moment = left.pop()) {
    const following = nextMoments(moment, world, all);
    if (following === "forbidden" || following === "stuck") {
      return { moments: seen.size, ends, stuck: [...stepsTo(moment), following] };
    }
    if (following === "ended") ends.add(endOf(moment, world));
    else {
      for (const next of following) {
        const key = keyOf(next);
        if (!seen.has(key)) left.push(next);
        seen.add(key);
      }
    }
  }
  return { moments: seen.size, ends, stuck: null };
}

/** So many of them, drawn at random: for worlds that have too many. `random`: numbers from 0 to 1. */
export function wander(world: World, times: number, random: () => number): Explored {
  const all = pointsOf(world);
  const ends = new Set<string>();
  let moments = 0;
  for (let time = 0; time < times; time++) {
    let moment = firstMoment(world, all);
    for (;;) {
      const following = nextMoments(moment, world, all);
      if (following === "forbidden" || following === "stuck") {
        return { moments, ends, stuck: [...stepsTo(moment), following] };
      }
      if (following === "ended") break;
      moment = following[Math.floor(random() * following.length)]!;
      moments++;
    }
    ends.add(endOf(moment, world));
  }
  return { moments, ends, stuck: null };
}

/** Of each thread; those that do the same have them in common. */
function pointsOf({ threads }: World): Points[] {
  let ids = 0;
  const newId = () => ids++;
  const known = new Map<Program, Points>();
  for (const program of threads) if (!known.has(program)) known.set(program, new Points(program, newId));
  return threads.map((program) => known.get(program)!);
}

function firstMoment({ words }: World, all: readonly Points[]): Moment {
  return {
    words,
    points: all.map(({ start }) => start),
    asleep: all.map(() => false),
    ...{ dead: null, before: null },
  };
}

function nextMoments(
  moment: Moment,
  world: World,
  all: readonly Points[],
): readonly Moment[] | "forbidden" | "stuck" | "ended" {
  const optional = world.lastIsOptional && moment.dead === null ? all.length - 1 : null;
  const running = all.flatMap((_, thread) => (canStep(moment, thread) ? [thread] : []));
  const hasOption = optional !== null && moment.points[optional] === all[optional]!.start;
  const must = running.filter((thread) => !(hasOption && thread === optional));
  const open = moment.points.some((point, thread) => {
    return typeof point.next !== "string" && thread !== moment.dead && !(hasOption && thread === optional);
  });
  if (must.length === 0) return open ? "stuck" : "ended";
  if (must.some((thread) => isForbidden(moment, thread, world))) return "forbidden";
  const atOnce = must.find((thread) => isFinal(moment, thread, world));
  if (atOnce !== undefined) return [step(moment, atOnce, all)];
  const following = running.map((thread) => step(moment, thread, all));
  if (world.mayDie && moment.dead === null) {
    for (let thread = 0; thread < all.length - 1; thread++) {
      if (typeof moment.points[thread]!.next === "string") continue;
      following.push({ ...moment, dead: thread, before: { moment, what: `${thread} dies` } });
    }
  }
  return following;
}

function canStep({ points, asleep, dead }: Moment, thread: number): boolean {
  return typeof points[thread]!.next !== "string" && !asleep[thread] && dead !== thread;
}

/** Whether it makes no difference to anybody when the thread does what it asks for. */
function isFinal({ words, points }: Moment, thread: number, { final }: World): boolean {
  const { name, index } = points[thread]!.next as Operation;
  if (name === "act") return true;
  return name === "load" && final !== undefined && index >= final.from && words[index] === final.value;
}

function isForbidden({ words, points }: Moment, thread: number, { mayAct }: World): boolean {
  const { name, index } = points[thread]!.next as Operation;
  return name === "act" && !mayAct(words, index);
}

/** The moment after a thread has done what it asks for. */
function step(moment: Moment, thread: number, all: readonly Points[]): Moment {
  const point = moment.points[thread]!;
  const operation = point.next as Operation;
  const words = [...moment.words];
  const asleep = [...moment.asleep];
  const points = [...moment.points];
  const before = { moment, what: `${thread} ${operation.name} ${[operation.index, ...operation.values]}` };
  const answer = perform(operation, words);
  if (answer === null) asleep[thread] = true;
  else points[thread] = all[thread]!.after(point, answer);
  if (operation.name === "notify") wake(points, asleep, operation, all);
  return { words, points, asleep, dead: moment.dead, before };
}

/** As `Atomics` does; null: the thread falls asleep. */
function perform({ name, index, values: [value = 0, other = 0] }: Operation, words: number[]): number | null {
  const old = words[index]!;
  if (name === "store") words[index] = value;
  if (name === "add") words[index] = (old + value) | 0;
  if (name === "act") words[index] = old + 1;
  if (name === "or") words[index] = old | value;
  if (name === "compareExchange" && old === value) words[index] = other;
  if (name === "wait" && old === value) return null;
  return name === "notify" || name === "act" || name === "wait" ? 0 : old;
}

/** Sleeps end with a notification alone, never by themselves: nothing may depend on it. */
function wake(
  points: Point[],
  asleep: boolean[],
  { index, values: [most] }: Operation,
  all: readonly Points[],
) {
  let woken = 0;
  for (const [thread, point] of points.entries()) {
    if (!asleep[thread] || (point.next as Operation).index !== index || woken === most) continue;
    asleep[thread] = false;
    points[thread] = all[thread]!.after(point, 0);
    woken++;
  }
}

function keyOf({ words, points, asleep, dead }: Moment): string {
  return [words.join(), points.map(({ id }) => id).join(), asleep.map(Number).join(""), dead].join(" ");
}

function endOf({ points, dead }: Moment, { lastIsOptional }: World): string {
  const ends = points.map(({ next }, thread) => (thread === dead ? "died" : String(next)));
  return (lastIsOptional ? ends.slice(0, -1) : ends).toSorted().join(" ");
}

function stepsTo(moment: Moment): string[] {
  const steps: string[] = [];
  for (let { before } = moment; before !== null; before = before.moment.before) steps.push(before.what);
  return steps.toReversed();
}
