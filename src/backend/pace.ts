import { nextTask } from "./next-task.ts";

/** Work between two looks at the clock is kept well below this, in milliseconds. */
const SLICE = 40;

/** How long work runs to its end beside everything else that the event loop has to do. */
export interface Pacing {
  /** Aborts the work at its next yield; the promise rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called whenever the event loop has had its turn. */
  readonly onPause?: (() => void) | undefined;
}

/**
 * Runs `work`, which yields every few milliseconds, to its end and gives what it returns. Whenever 40 ms have
 * passed the event loop gets a turn, so that timers, aborts and drawing go on.
 */
export async function paced<T>(work: Generator<void, T>, pacing: Pacing = {}): Promise<T> {
  const breathe = breather(pacing);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    const pause = breathe();
    if (pause) await pause;
  }
}

/** When signals abort whose time is known, in milliseconds of performance.now(). */
const deadlines = new WeakMap<AbortSignal, number>();

/** Work under that signal also gives the event loop a turn as soon as that time has come, so that a timer can abort it. */
export function expectAbort(signal: AbortSignal, at: number): void {
  deadlines.set(signal, at);
}

/** To be called between pieces of work: gives the event loop a turn, to be waited for, if 40 ms have passed. */
export function breather({ signal, onPause }: Pacing): () => Promise<void> | null {
  signal?.throwIfAborted();
  const deadline = (signal && deadlines.get(signal)) ?? Number.POSITIVE_INFINITY;
  let since = performance.now();
  const pause = async () => {
    await nextTask();
    signal?.throwIfAborted();
    onPause?.();
    since = performance.now();
  };
  return () => (performance.now() < Math.min(since + SLICE, deadline) ? null : pause());
}

/** What `work` resolves to; rejects with the signal's reason as soon as it is aborted, work or no work. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  let stopListening = () => {};
  const aborted = new Promise<never>((_, reject) => {
    const listener = () => reject(signal.reason);
    signal.addEventListener("abort", listener);
    stopListening = () => signal.removeEventListener("abort", listener);
  });
  return Promise.race([work, aborted]).finally(stopListening);
}
