import { Refusal } from "./refusal.ts";

/** In milliseconds: between two looks, how long to wait, and when whoever has the turn must have been lost. */
const STEP = 20;
const PATIENCE = 10_000;
const LOST = 30_000;

let takenAt = Number.NEGATIVE_INFINITY;

/**
 * Runs `work` while no other request runs any, since all requests to an isolate share its memory. They look at the
 * time rather than await each other: a request that the runtime drops in the middle settles no promise any more.
 *
 * @throws Refusal 503
 */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  for (let waited = 0; Date.now() - takenAt < LOST; waited += STEP) {
    if (waited >= PATIENCE) throw busy();
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
  const mine = Date.now();
  takenAt = mine;
  try {
    return await work();
  } finally {
    if (takenAt === mine) takenAt = Number.NEGATIVE_INFINITY;
  }
}

function busy(): Refusal {
  return new Refusal(503, "busy", "other requests are computing", { "retry-after": "1" });
}
