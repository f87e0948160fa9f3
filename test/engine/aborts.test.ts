import { afterAll, describe, expect, it, vi } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import { CALLS } from "./support/calls.ts";
import { watchWorkers } from "./support/workers.ts";

vi.mock("../../src/threads/available.ts", async (original) => ({
  ...(await original<object>()),
  ...{ LEAST_SHARED: 1, leastShared: () => 1 },
}));

const workers = watchWorkers();
afterAll(() => workers.restore());

/** Calls that are aborted. */
const ABORTS = 1000;
/** Those that are made again and again; a budget is made of others, and splitting takes longest. */
const TURNS = ["estimate", "gradient", "sampling"];
const names = [...TURNS, ...TURNS, ...TURNS, "splitting"];
/** Moments: things that happen to threads, or turns of the event loop, until the abort. */
const MOST_MOMENTS = 12;

/** Aborts after so many things have happened to threads, or so many turns of the event loop without any. */
function abortAfter(moments: number, controller: AbortController, reason: Error): void {
  let left = moments;
  const pass = () => {
    if (left-- === 0) controller.abort(reason);
  };
  workers.on = pass;
  const turn = () => {
    pass();
    if (left >= 0) setImmediate(turn);
  };
  setImmediate(turn);
}

describe("a thousand aborts at random moments", () => {
  it("end each call with its reason or its result, and leave the next one's bits alone", async () => {
    const random = randomNumbers(14);
    const truth = new Map<string, readonly number[]>();
    const alone = new Engine();
    for (const name of names) truth.set(name, (await CALLS[name]!({ engine: alone, threads: 1 })).numbers);
    alone.dispose();
    workers.threads.length = 0;
    const engine = new Engine();
    const wrong: unknown[] = [];
    let aborted = 0;
    for (let at = 0; at < ABORTS; at++) {
      const name = names[at % names.length]!;
      const reason = new Error(`abort ${at}`);
      const controller = new AbortController();
      const threads = 2 + Math.floor(3 * random());
      abortAfter(Math.floor(MOST_MOMENTS * random()), controller, reason);
      const numbers = truth.get(name)!;
      try {
        const found = await CALLS[name]!({ engine, threads, signal: controller.signal });
        if (!isSame(found.numbers, numbers)) wrong.push({ at, name, found });
      } catch (error) {
        aborted++;
        if (error !== reason) wrong.push({ at, name, error });
      }
      const next = names[Math.floor(names.length * random())]!;
      const found = await CALLS[next]!({ engine, threads });
      if (!isSame(found.numbers, truth.get(next)!) || found.threads !== threads)
        wrong.push({ at, next, found });
    }
    expect(wrong).toEqual([]);
    // Most come before the end.
    expect(aborted).toBeGreaterThan(ABORTS / 2);
    // The same ones all the time.
    expect(workers.threads).toHaveLength(4);
    engine.dispose();
  }, 600_000);
});

function isSame(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((x, i) => Object.is(x, others[i]));
}
