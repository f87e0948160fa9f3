/** Words of the control block: has someone said stop; threads waiting; how often they have met; parts taken since. */
const STOP = 0;
const WAITING = 1;
const MEETINGS = 2;
const TAKEN = 3;
/** FLOPs done, a 64-bit number after the words. */
const DONE_OFFSET = 16;
const BYTES = 24;

/** Looks at the clock's worth of turns before a thread sleeps: about as long as waking one takes. */
const SPINS = 4096;
/** How long a sleeping thread goes without looking whether to stop, in milliseconds. */
const NAP = 50;

/** Thrown in threads whose work somebody has called off. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** What threads that work on one thing say to each other, in a few words of shared memory. */
export class Control {
  readonly buffer: SharedArrayBuffer;
  private readonly words: Int32Array;
  private readonly numbers: Float64Array;

  constructor(buffer = new SharedArrayBuffer(BYTES)) {
    this.buffer = buffer;
    this.words = new Int32Array(buffer);
    this.numbers = new Float64Array(buffer, DONE_OFFSET, 1);
  }

  /** Calls the work off: every thread throws `Stopped` where it next looks. */
  stop(): void {
    Atomics.store(this.words, STOP, 1);
    Atomics.notify(this.words, MEETINGS);
  }

  /** @throws Stopped */
  check(): void {
    if (Atomics.load(this.words, STOP) !== 0) throw new Stopped();
  }

  /** Waits until all of `count` threads are here; what each has written before, the others see after. */
  meet(count: number): void {
    const meeting = Atomics.load(this.words, MEETINGS);
    if (Atomics.add(this.words, WAITING, 1) === count - 1) {
      Atomics.store(this.words, WAITING, 0);
      Atomics.store(this.words, TAKEN, 0);
      Atomics.add(this.words, MEETINGS, 1);
      Atomics.notify(this.words, MEETINGS);
      return;
    }
    for (let spin = 0; spin < SPINS; spin++) {
      if (Atomics.load(this.words, MEETINGS) !== meeting) return;
    }
    while (Atomics.load(this.words, MEETINGS) === meeting) {
      this.check();
      Atomics.wait(this.words, MEETINGS, meeting, NAP);
    }
  }

  /** The number of a part that nobody has taken since threads last met, from 0. */
  take(): number {
    return Atomics.add(this.words, TAKEN, 1);
  }

  /** FLOPs done so far; one thread counts, anyone may look. */
  get done(): number {
    return this.numbers[0]!;
  }

  set done(flops: number) {
    this.numbers[0] = flops;
  }
}
