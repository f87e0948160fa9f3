import { type Layout, type Life, layoutBytes, placeBuffers } from "../memory.ts";
import { length, type Plan } from "../plan.ts";
import { type Step, stepsOf } from "../steps.ts";
import { partsOf } from "./in-order.ts";
import { type Needs, needsOf } from "./needs.ts";
import type { Laid, Task, Timed } from "./schedule.ts";
import { type Timetable, timetable } from "./timetable.ts";
import { weight } from "./weight.ts";

/** Bytes of an element, and how many all may take. */
export interface Room {
  readonly width: number;
  readonly bytes: number;
}

/** A step, and the number of its plan. */
type Owned = Step & { readonly of: number };

/**
 * Steps of all plans at the same time wherever none needs what another has not done, most of them whole: no time is lost
 * with meeting, and each operand is packed once. Buffers are placed anew. null: there is no room.
 */
export function outOfOrder(plans: readonly Laid[], threads: number, room: Room): Timed | null {
  const steps = plans.flatMap(({ plan }, of): Owned[] => stepsOf(plan).map((step) => ({ ...step, of })));
  const weights = steps.map((step) => weight(step, plans[step.of]!.plan));
  const needs = needsOf(plans);
  const times = timetable(needs.after, weights, threads);
  const buffers = plans.flatMap(({ plan }) => plan.buffers);
  const { offsets, end } = placeBuffers(buffers, livesOf(needs, times), room.width);
  const placed = placedAnew(plans, offsets, end);
  if (placed.some(({ layout }) => layoutBytes(layout, threads) > room.bytes)) return null;
  const sizes = buffers.map((buffer) => length(buffer) * room.width);
  const after = withPlaces(needs, times, offsets, sizes);
  const length_ = times.end.reduce((latest, time) => Math.max(latest, time), 0);
  return { schedule: { placed, tasks: tasksOf(steps, times, after) }, length: length_ };
}

function livesOf({ users }: Needs, { begin, end }: Timetable): Life[] {
  return users.map((steps) => ({
    first: Math.min(...steps.map((step) => begin[step]!)),
    // What begins as this ends may have its place.
    last: Math.max(...steps.map((step) => end[step]!)) - 1,
  }));
}

/** The plans' layouts with other places: the threads' scratch is the same for all. */
function placedAnew(plans: readonly Laid[], offsets: readonly number[], scratch: number) {
  const scratchBytes = Math.max(...plans.map(({ layout }) => layout.scratchBytes));
  let first = 0;
  return plans.map(({ plan, layout }): { plan: Pick<Plan, "buffers">; layout: Layout } => {
    const own = offsets.slice(first, first + plan.buffers.length);
    first += plan.buffers.length;
    return { plan, layout: { ...layout, offsets: own, scratch, scratchBytes } };
  });
}

/** What each step waits for, if also the first user of a place waits for the last ones of what was there before. */
function withPlaces(
  { after, users, last }: Needs,
  { begin }: Timetable,
  offsets: readonly number[],
  sizes: readonly number[],
): ReadonlySet<number>[] {
  const needed = after.map((steps) => new Set(steps));
  const used = [...users.keys()].filter((buffer) => users[buffer]!.length > 0);
  used.sort((x, y) => begin[users[x]![0]!]! - begin[users[y]![0]!]!);
  let there: number[] = [];
  for (const buffer of used) {
    const [from, to] = [offsets[buffer]!, offsets[buffer]! + sizes[buffer]!];
    const isUnder = (other: number) => offsets[other]! < to && from < offsets[other]! + sizes[other]!;
    const isWithin = (other: number) => from <= offsets[other]! && offsets[other]! + sizes[other]! <= to;
    for (const other of there.filter(isUnder)) {
      for (const step of last[other]!) needed[users[buffer]![0]!]!.add(step);
    }
    there = there.filter((other) => !isWithin(other));
    there.push(buffer);
  }
  return needed;
}

function tasksOf(
  steps: readonly Owned[],
  { order, parts }: Timetable,
  after: readonly ReadonlySet<number>[],
) {
  const tasks: Task[] = [];
  const made = new Map<number, readonly number[]>();
  for (const at of order) {
    const step = steps[at]!;
    const first = tasks.length;
    const needed = [...after[at]!].flatMap((other) => made.get(other)!);
    for (const part of partsOf(step, parts[at]!)) tasks.push({ ...part, of: step.of, after: needed });
    made.set(
      at,
      Array.from({ length: tasks.length - first }, (_, part) => first + part),
    );
  }
  return tasks;
}
