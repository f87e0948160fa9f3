import { busy } from "./refusal.ts";

/** In milliseconds: between two looks, how long to wait, and when whoever has the turn must have been lost. */
const STEP = 5;
const PATIENCE = 10_000;
const LOST = 30_000;

/**
 * Lets one request at a time do its work. They look at the time rather than await each other: a request that the runtime drops in
 * the middle settles no promise any more.
 */
export class Turn {
  private takenAt = Number.NEGATIVE_INFINITY;

  /** @throws Refusal 503 */
  async take<T>(work: () => Promise<T>): Promise<T> {
    const since = Date.now();
    while (Date.now() - this.takenAt < LOST) {
      if (Date.now() - since >= PATIENCE) throw busy("other requests are computing");
      await new Promise((resolve) => setTimeout(resolve, STEP));
    }
    const mine = Date.now();
    this.takenAt = mine;
    try {
      return await work();
    } finally {
      if (this.takenAt === mine) this.takenAt = Number.NEGATIVE_INFINITY;
    }
  }
}
