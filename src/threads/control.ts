import { newSharedBuffer } from "../backend/allocate.ts";

/** Words of the control block: how many tasks are finished, negative once somebody has said stop; then a word for each task. */
const STATE = 0;
const FIRST_TASK = 1;

/** The sign: it makes the count negative, whatever it is and whatever is added to it later. */
const STOPPED = -(2 ** 31);

/** What a task's word says. It only ever goes from each to the next. */
const FREE = 0;
const TAKEN = 1;
const FINISHED = 2;

/** Looks at what others have done before a thread sleeps: some 0.2 ms, as long as it may take to wake one. */
const SPINS = 2 ** 15;
/** A sleeping thread looks again after so many milliseconds, should a runtime lose a notification. Nothing else depends on it. */
const NAP = 50;

/** Thrown in threads whose work somebody has called off. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/**
 * What threads that work on the same tasks say to each other, in a few words of shared memory.
 *
 * Everything that a sleeping thread has to hear of changes one word, the state: each task that is finished adds one to it, and
 * stop makes it negative. `Atomics.wait` compares that word and falls asleep in one step, so that no change comes in between
 * unheard; every change wakes all who sleep.
 */
export class Control {
  readonly buffer: SharedArrayBuffer;
  private readonly words: Int32Array;

  /**
   * @param from the number of tasks, or the `buffer` of another thread's
   * @throws KpropError `too-large`
   */
  constructor(from: number | SharedArrayBuffer) {
    this.buffer = typeof from === "number" ? newSharedBuffer(4 * (FIRST_TASK + from)) : from;
    this.words = new Int32Array(this.buffer);
  }

  /** Calls the work off: every thread throws `Stopped` where it next counts what is done, and wakes up if it sleeps. */
  stop(): void {
    Atomics.or(this.words, STATE, STOPPED);
    Atomics.notify(this.words, STATE);
  }

  /** Whether nobody has claimed a task. */
  isFree(task: number): boolean {
    return Atomics.load(this.words, FIRST_TASK + task) === FREE;
  }

  /** What its thread has written, others see after this has said so. */
  isFinished(task: number): boolean {
    return Atomics.load(this.words, FIRST_TASK + task) === FINISHED;
  }

  /** Whether the task is this thread's from now on: not if another was faster. */
  claim(task: number): boolean {
    return Atomics.compareExchange(this.words, FIRST_TASK + task, FREE, TAKEN) === FREE;
  }

  /** Says that this thread has done a task that it claimed: first in the task's word, then in the count that others wait for. */
  finish(task: number): void {
    Atomics.store(this.words, FIRST_TASK + task, FINISHED);
    Atomics.add(this.words, STATE, 1);
    Atomics.notify(this.words, STATE);
  }

  /**
   * How many tasks are finished.
   *
   * @throws Stopped
   */
  countDone(): number {
    const state = Atomics.load(this.words, STATE);
    if (state < 0) throw new Stopped();
    return state;
  }

  /**
   * Sleeps while just so many tasks are finished and nobody says stop: not at all if more are by now. It may also return too
   * early, so that callers look again.
   */
  waitWhile(done: number): void {
    if (!this.changesSoon(done)) Atomics.wait(this.words, STATE, done, NAP);
  }

  /** Whether the state changes while the thread looks at it for a little. */
  protected changesSoon(done: number): boolean {
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(this.words, STATE) !== done) return true;
    return false;
  }
}
