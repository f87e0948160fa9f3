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
  pacing.signal?.throwIfAborted();
  let since = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - since < SLICE) continue;
    await nextTask();
    pacing.signal?.throwIfAborted();
    pacing.onPause?.();
    since = performance.now();
  }
}

/**
 * Resolves in a task of its own: a microtask would keep timers and messages waiting, and browsers delay nested
 * timeouts by 4 ms, so a message to oneself where there are channels.
 */
export function nextTask(): Promise<void> {
  if (typeof MessageChannel === "undefined") return new Promise((resolve) => setTimeout(resolve, 0));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
