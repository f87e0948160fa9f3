import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { CALLS, type Called, type CallOptions } from "./support/calls.ts";
import { type Happening, watchWorkers } from "./support/workers.ts";

vi.mock("../../src/threads/available.ts", async (original) => ({
  ...(await original<object>()),
  ...{ LEAST_SHARED: 1, leastShared: () => 1 },
}));

const THREADS = 2;
const workers = watchWorkers();
afterAll(() => workers.restore());
beforeEach(() => {
  workers.on = () => {};
  workers.threads.length = 0;
});

/** Stages of a call that starts threads and uses them, each by what happens at its beginning. */
const STAGES: Readonly<Record<string, (happening: Happening, asked: number) => boolean>> = {
  "as the first thread starts": ({ what, thread }) => what === "start" && thread === 0,
  "as the last thread starts": ({ what, thread }) => what === "start" && thread === THREADS - 1,
  "as the first thread is there": ({ what, thread }) => what === "ready" && thread === 0,
  "as the last thread is there": ({ what, thread }) => what === "ready" && thread === THREADS - 1,
  "as a thread is asked": ({ what }, asked) => what === "ask" && asked === 1,
  "as the last thread is asked": ({ what }, asked) => what === "ask" && asked === THREADS,
  "as a thread answers": ({ what }) => what === "answer",
};

const names = Object.keys(CALLS);
const cases = names.flatMap((name) => Object.keys(STAGES).map((stage) => [name, stage] as const));

/** Does something once, at that stage of the next call. */
function at(stage: string, act: () => void): void {
  let isDone = false;
  let asked = 0;
  workers.on = (happening) => {
    if (happening.what === "ask" && happening.kind !== "abort") asked++;
    if (isDone || !STAGES[stage]!(happening, asked)) return;
    isDone = true;
    act();
  };
}

const truth = new Map<string, readonly number[]>();

/** What a new engine gives on one thread. */
async function truthOf(name: string): Promise<readonly number[]> {
  const engine = new Engine();
  const known = truth.get(name) ?? (await CALLS[name]!({ engine, threads: 1 })).numbers;
  truth.set(name, known);
  engine.dispose();
  return known;
}

type Outcome = { readonly called: Called } | { readonly error: unknown };

async function outcomeOf(name: string, options: CallOptions): Promise<Outcome> {
  try {
    return { called: await CALLS[name]!(options) };
  } catch (error) {
    return { error };
  }
}

const DISPOSED = { name: "KpropError", code: "disposed", message: expect.stringContaining("disposed of") };

describe("an engine that is disposed of", () => {
  it.each(names)("before a call fails it: %s", async (name) => {
    const engine = new Engine();
    engine.dispose();
    engine.dispose();
    expect(await outcomeOf(name, { engine, threads: THREADS })).toEqual({
      error: expect.objectContaining(DISPOSED),
    });
    expect(workers.threads).toEqual([]);
  });

  it.each(cases)("during a call fails it, and all that follow: %s, %s", async (name, stage) => {
    const engine = new Engine();
    let disposals = 0;
    at(stage, () => {
      engine.dispose();
      engine.dispose();
      disposals++;
    });
    const found = await outcomeOf(name, { engine, threads: THREADS });
    expect(disposals).toBe(1);
    expect(found).toEqual({ error: expect.objectContaining(DISPOSED) });
    const waiting = await outcomeOf(name, { engine, threads: THREADS });
    expect(waiting).toEqual({ error: expect.objectContaining(DISPOSED) });
    expect(workers.threads.length).toBeLessThanOrEqual(THREADS);
  });

  it.each(names)("from within a callback fails the call, or it ends first: %s", async (name) => {
    const engine = new Engine();
    const options = { engine, threads: THREADS, onProgress: () => engine.dispose() };
    const found = await outcomeOf(name, options);
    const numbers = await truthOf(name);
    expect([
      { error: expect.objectContaining(DISPOSED) },
      { called: { numbers, threads: THREADS } },
    ]).toContainEqual(found);
    expect(await outcomeOf(name, options)).toEqual({ error: expect.objectContaining(DISPOSED) });
  });

  it.each(names)("after a call leaves its result alone: %s", async (name) => {
    const engine = new Engine();
    const { numbers } = await CALLS[name]!({ engine, threads: THREADS });
    engine.dispose();
    expect(numbers).toEqual(await truthOf(name));
  });

  it("fails the calls that wait for their turn as well", async () => {
    const engine = new Engine();
    at("as a thread answers", () => engine.dispose());
    const all = await Promise.all(names.map((name) => outcomeOf(name, { engine, threads: THREADS })));
    expect(all).toEqual(names.map(() => ({ error: expect.objectContaining(DISPOSED) })));
  });
});

describe("a thread that ends", () => {
  /** Each of both in every other case. */
  const endings = cases.map(([name, stage], at) => [name, stage, at % THREADS] as const);

  it.each(
    endings,
  )("is one clear error or none, and the next call has new ones: %s, %s, thread %i", async (name, stage, which) => {
    const engine = new Engine();
    let ended: Promise<unknown> | undefined;
    at(stage, () => {
      ended = workers.threads[which]?.terminate();
    });
    const numbers = await truthOf(name);
    const found = await outcomeOf(name, { engine, threads: THREADS });
    expect([
      { error: expect.objectContaining({ name: "KpropError", code: "thread-died" }) },
      // It had done its part, or had not been started, so that all was computed in this thread.
      { called: { numbers, threads: THREADS } },
      { called: { numbers, threads: 1 } },
    ]).toContainEqual(found);
    await ended;
    expect(await CALLS[name]!({ engine, threads: THREADS })).toEqual({ numbers, threads: THREADS });
    expect(engine.threadless).toBeNull();
    engine.dispose();
  });
});

describe("an abort", () => {
  it.each(
    cases,
  )("fails the call with its reason, and the next is as on a new engine: %s, %s", async (name, stage) => {
    const engine = new Engine();
    const controller = new AbortController();
    const reason = new Error("enough");
    at(stage, () => controller.abort(reason));
    const numbers = await truthOf(name);
    const found = await outcomeOf(name, { engine, threads: THREADS, signal: controller.signal });
    expect(found).toEqual({ error: reason });
    expect(await CALLS[name]!({ engine, threads: THREADS })).toEqual({ numbers, threads: THREADS });
    engine.dispose();
  });
});

describe("a request that cannot be sent to a thread", () => {
  it.each(names)("fails the call, and the next has the thread know all that it needs: %s", async (name) => {
    const engine = new Engine();
    const thrown = new Error("no room for a copy");
    at("as the last thread is asked", () => {
      throw thrown;
    });
    expect(await outcomeOf(name, { engine, threads: THREADS })).toEqual({ error: thrown });
    const numbers = await truthOf(name);
    expect(await CALLS[name]!({ engine, threads: THREADS })).toEqual({ numbers, threads: THREADS });
    engine.dispose();
  });
});

describe("a callback that throws", () => {
  it.each(
    names,
  )("fails the call with what it threw, and the next is as on a new engine: %s", async (name) => {
    const engine = new Engine();
    const thrown = new Error("mine");
    const onProgress = () => {
      throw thrown;
    };
    expect(await outcomeOf(name, { engine, threads: THREADS, onProgress })).toEqual({ error: thrown });
    const numbers = await truthOf(name);
    expect(await CALLS[name]!({ engine, threads: THREADS })).toEqual({ numbers, threads: THREADS });
    engine.dispose();
  });
});
