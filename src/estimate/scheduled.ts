import { bytesPerElement } from "../backend/dtype.ts";
import type { LaidOut } from "../backend/wasm-backend.ts";
import { each } from "../plan/gradual.ts";
import type { Plan } from "../plan/plan.ts";
import { bestInPlace, bestSchedule } from "../plan/schedule/best.ts";
import type { Schedule } from "../plan/schedule/schedule.ts";
import { Recent } from "../recent.ts";
import type { Team } from "../threads/team.ts";
import { Told } from "../threads/told.ts";

/** Plans for several threads, as one schedule. */
export interface Scheduled {
  /** A number of its own. */
  readonly id: number;
  readonly plans: readonly LaidOut[];
  readonly threads: number;
  readonly schedule: Schedule;
  /** The schedule for threads, which read it in a tenth of the time that copies of its many small objects take. */
  readonly text: string;
}

let scheduledSoFar = 0;

/** The last schedule that each plan was the last one of; null: in its own layout. */
const known = new WeakMap<Plan, Scheduled & { readonly bytes: number | null }>();

/**
 * Schedules, at a pace, plans of one element type, of which none uses what another leaves, within so many bytes; null: a single one in its own
 * layout, so that what is in memory before and after is where it has it.
 */
export function* scheduled(
  plans: readonly LaidOut[],
  threads: number,
  bytes: number | null,
): Generator<void, Scheduled> {
  const last = plans.at(-1)!;
  const before = known.get(last.plan);
  const isSame =
    before?.threads === threads &&
    before.bytes === bytes &&
    before.plans.length === plans.length &&
    before.plans.every(({ plan }, of) => plan === plans[of]!.plan);
  if (isSame) return before;
  const width = bytesPerElement(last.dtype);
  const schedule =
    bytes === null
      ? yield* bestInPlace(last, threads, width)
      : yield* bestSchedule(plans, threads, { width, bytes });
  const text = yield* textOf(schedule);
  const made = { id: scheduledSoFar++, plans, threads, bytes, schedule, text };
  known.set(last.plan, made);
  return made;
}

/** As JSON, some tasks at a time. */
function* textOf({ placed, tasks }: Schedule): Generator<void, string> {
  const texts: string[] = [];
  yield* each(tasks, (task) => texts.push(JSON.stringify(task)));
  return `{"placed":${JSON.stringify(placed)},"tasks":[${texts.join(",")}]}`;
}

/** What a thread is told of a schedule: its text, unless it has been told and remembers. */
export interface ToldSchedule {
  readonly id: number;
  readonly text: string | null;
}

/** How many schedules a thread remembers: those of its last jobs. */
const REMEMBERED = 8;

const told = new Told(REMEMBERED);

/** What to tell a thread of a schedule, of which it is then told. */
export function toTell(team: Team, thread: number, { id, text }: Scheduled): ToldSchedule {
  return { id, text: told.tell(team, thread, id) ? null : text };
}

/** Has a team told again whatever it is asked for next. */
export function forgetSchedules(team: Team): void {
  told.forget(team);
}

/** In a thread: what it has been told last. */
const remembered = new Recent<number, Schedule>(REMEMBERED);

/** In a thread: the schedule that it is told. */
export function scheduleOf({ id, text }: ToldSchedule): Schedule {
  const schedule = text === null ? remembered.get(id)! : (JSON.parse(text) as Schedule);
  remembered.set(id, schedule);
  return schedule;
}
