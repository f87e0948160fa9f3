/** Words of the control block: has someone said stop; how many tasks are done; then a word for each task. */
const STOP = 0;
const DONE = 1;
const FIRST_TASK = 2;

/** What a task's word says. */
const FREE = 0;
const TAKEN = 1;
const FINISHED = 2;

/** Looks at what others have done before a thread sleeps: some 0.2 ms, as long as it may take to wake one. */
const SPINS = 2 ** 15;
/** How long a sleeping thread goes without looking whether to stop, in milliseconds. */
const NAP = 50;

/** Thrown in threads whose work somebody has called off. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** What threads that work on the same tasks say to each other, in a few words of shared memory. */
export class Control {
  readonly buffer: SharedArrayBuffer;
  private readonly words: Int32Array;

  /** @param from the number of tasks, or the `buffer` of another thread's */
  constructor(from: number | SharedArrayBuffer) {
    this.buffer = typeof from === "number" ? new SharedArrayBuffer(4 * (FIRST_TASK + from)) : from;
    this.words = new Int32Array(this.buffer);
  }

  /** Calls the work off: every thread throws `Stopped` where it next looks. */
  stop(): void {
    Atomics.store(this.words, STOP, 1);
    Atomics.notify(this.words, DONE);
  }

  /** @throws Stopped */
  check(): void {
    if (Atomics.load(this.words, STOP) !== 0) throw new Stopped();
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

  finish(task: number): void {
    Atomics.store(this.words, FIRST_TASK + task, FINISHED);
    Atomics.add(this.words, DONE, 1);
    Atomics.notify(this.words, DONE);
  }

  /** How many tasks are finished. */
  get done(): number {
    return Atomics.load(this.words, DONE);
  }

  /**
   * Waits until not just so many are finished.
   *
   * @throws Stopped
   */
  waitWhile(done: number): void {
    for (let spin = 0; spin < SPINS; spin++) if (this.done !== done) return;
    while (this.done === done) {
      this.check();
      Atomics.wait(this.words, DONE, done, NAP);
    }
  }
}
