/** Items between two yields: a fraction of a millisecond's work. */
const SOME = 512;

/**
 * Visits every item in order, and yields now and then: planning is written as generators, so that a long plan can be written at a
 * pace that leaves the event loop its turns (backend/pace.ts).
 */
export function* each<T>(items: Iterable<T>, visit: (item: T) => void): Generator<void, void> {
  let count = 0;
  for (const item of items) {
    visit(item);
    if (++count % SOME === 0) yield;
  }
}

/** What such work returns, done at once: nothing else happens meanwhile. */
export function drained<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
