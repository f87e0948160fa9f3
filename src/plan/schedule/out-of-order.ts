import { type Layout, type Life, layoutBytes, placeBuffers } from "../memory.ts";
import { length, type Plan } from "../plan.ts";
import { type Step, stepsOf } from "../steps.ts";
import { partsOf } from "./in-order.ts";
import { type Needs, needsOf } from "./needs.ts";
import { withPlaces } from "./places.ts";
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
export function* outOfOrder(
  plans: readonly Laid[],
  threads: number,
  room: Room,
): Generator<void, Timed | null> {
  const steps: Owned[] = [];
  for (const [of, { plan }] of plans.entries()) {
    for (const step of yield* stepsOf(plan)) steps.push({ ...step, of });
  }
  const weights = steps.map((step) => weight(step, plans[step.of]!.plan));
  const needs = yield* needsOf(plans);
  const times = yield* timetable(needs.after, weights, threads);
  const buffers = plans.flatMap(({ plan }) => plan.buffers);
  const { offsets, end } = yield* placeBuffers(buffers, livesOf(needs, times), room.width);
  const placed = placedAnew(plans, offsets, end);
  if (placed.some(({ layout }) => layoutBytes(layout, threads) > room.bytes)) return null;
  const sizes = buffers.map((buffer) => length(buffer) * room.width);
  const after = yield* withPlaces(needs, times.begin, { offsets, sizes });
  return { schedule: { placed, tasks: tasksOf(steps, times, after) }, length: lengthOf(times) };
}

/**
 * The same of a single plan with its buffers where its own layout has them, so that a step also waits for those that use what was
 * in its place before.
 */
export function* outOfOrderInPlace(laid: Laid, threads: number, width: number): Generator<void, Timed> {
  const { plan, layout } = laid;
  const steps = (yield* stepsOf(plan)).map((step): Owned => ({ ...step, of: 0 }));
  const weights = steps.map((step) => weight(step, plan));
  const sizes = plan.buffers.map((buffer) => length(buffer) * width);
  const needs = yield* needsOf([laid]);
  const after = yield* withPlaces(needs, [...steps.keys()], { offsets: layout.offsets, sizes });
  const times = yield* timetable(
    after.map((needed) => [...needed]),
    weights,
    threads,
  );
  return { schedule: { placed: [laid], tasks: tasksOf(steps, times, after) }, length: lengthOf(times) };
}

function lengthOf({ end }: Timetable): number {
  return end.reduce((latest, time) => Math.max(latest, time), 0);
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
