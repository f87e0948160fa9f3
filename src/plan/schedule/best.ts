import { inOrder } from "./in-order.ts";
import { outOfOrder, type Room } from "./out-of-order.ts";
import type { Laid, Schedule } from "./schedule.ts";

/** Plans of more operations are run in order: to find a better one would take as long as it saves. */
const MOST_OPERATIONS = 10_000;

/** The schedule that promises to end first, of those that there is room for. */
export function bestSchedule(plans: readonly Laid[], threads: number, room: Room): Schedule {
  const first = inOrder(plans, threads);
  const operations = plans.reduce((sum, { plan }) => sum + plan.operations.length, 0);
  const second = operations <= MOST_OPERATIONS ? outOfOrder(plans, threads, room) : null;
  return second !== null && second.length < first.length ? second.schedule : first.schedule;
}
