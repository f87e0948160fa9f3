import { inOrder } from "./in-order.ts";
import { outOfOrder, outOfOrderInPlace, type Room } from "./out-of-order.ts";
import type { Laid, Schedule, Timed } from "./schedule.ts";

/** Plans of more operations are run in order: to find a better one would take as long as it saves. */
const MOST_OPERATIONS = 10_000;

/** The schedule that promises to end first, of those that there is room for. */
export function bestSchedule(plans: readonly Laid[], threads: number, room: Room): Generator<void, Schedule> {
  return better(plans, threads, () => outOfOrder(plans, threads, room));
}

/** The same of a plan whose buffers stay where its layout has them; `width`: bytes of an element. */
export function bestInPlace(laid: Laid, threads: number, width: number): Generator<void, Schedule> {
  return better([laid], threads, () => outOfOrderInPlace(laid, threads, width));
}

function* better(
  plans: readonly Laid[],
  threads: number,
  other: () => Generator<void, Timed | null>,
): Generator<void, Schedule> {
  const first = yield* inOrder(plans, threads);
  const operations = plans.reduce((sum, { plan }) => sum + plan.operations.length, 0);
  const second = operations <= MOST_OPERATIONS ? yield* other() : null;
  return second !== null && second.length < first.length ? second.schedule : first.schedule;
}
