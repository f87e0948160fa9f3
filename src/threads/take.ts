import type { Control } from "./control.ts";

/** How many tasks, from the first that is left, a thread looks at. */
const AHEAD = 64;
/** How many of them for one that goes on from its last. */
const NEAR = 24;

/** Tasks in the order in which they are best begun, each after those that it waits for. */
type Tasks = readonly { readonly after: readonly number[] }[];

/**
 * Does tasks that no other thread has taken until none is left to take: one that goes on from this thread's last, so that its
 * numbers are near; or else the first whose time has come.
 *
 * @throws Stopped
 */
export function takeTasks(tasks: Tasks, control: Control, perform: (task: number) => void): void {
  let first = 0;
  let last: number | null = null;
  for (;;) {
    control.check();
    while (first < tasks.length && !control.isFree(first)) first++;
    if (first === tasks.length) return;
    const { done } = control;
    const follows = (task: number) => last !== null && tasks[task]!.after.includes(last);
    const task =
      claimed(tasks, control, first, first + NEAR, follows) ??
      claimed(tasks, control, first, first + AHEAD, () => true);
    if (task === null) control.waitWhile(done);
    else {
      perform(task);
      control.finish(task);
      last = task;
    }
  }
}

/** The first of these tasks that can be done, is wanted and was not taken. */
function claimed(
  tasks: Tasks,
  control: Control,
  first: number,
  end: number,
  isWanted: (task: number) => boolean,
): number | null {
  for (let task = first; task < Math.min(tasks.length, end); task++) {
    if (!control.isFree(task) || !isWanted(task)) continue;
    if (tasks[task]!.after.every((other) => control.isFinished(other)) && control.claim(task)) return task;
  }
  return null;
}
