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
 * Why no thread waits for ever:
 *
 * 1. A thread sleeps only in `waitWhile(done)`, and only while exactly `done` tasks are finished. It has counted them *before* it
 *    looked for a task. So if any task is finished after that count, while the thread looks or later, it does not fall
 *    asleep or is woken.
 * 2. A thread that found nothing has seen a task that is finished after its count. Call the first task that it saw free F. Either
 *    another thread has claimed F since; or F waits for a task that was not finished. That one comes before F in the order, where
 *    no task was free any more, so that another thread had claimed it. Either way a task is in the hands of another
 *    thread that has still to add it to the count.
 * 3. A thread that has a task in its hands does not wait: it performs the task, which takes finitely long, and finishes it. So
 *    the count changes, and by 1 the thread that waits goes on. It looks again, with one task more finished; as there are
 *    finitely many tasks, there comes a time when none is free, and every thread returns.
 * 4. If a thread fails or ends with a task in its hands, that task never is finished. A thread that fails says stop itself. If
 *    it ends without a word, the thread that asked it is told so by the runtime, and says stop for it. Stop changes
 *    the same word as a finished task does, so that by 1 all who sleep wake up; and each sees it at its next count, at the latest
 *    after the task that it performs.
 *
 * It must be the same count that the thread looks with and waits for. One that is taken after the look may hold the last task that
 * is ever finished, and then nothing changes any more: threads have waited for ever for that reason.
 *
 * @throws Stopped
 */
export function takeTasks(tasks: Tasks, control: Control, perform: (task: number) => void): void {
  let first = 0;
  let last: number | null = null;
  for (;;) {
    const done = control.countDone();
    while (first < tasks.length && !control.isFree(first)) first++;
    if (first === tasks.length) return;
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
