import { afterEach, describe, expect, it, vi } from "vitest";
import { nextTask } from "../../src/backend/next-task.ts";
import { expectAbort, paced } from "../../src/backend/pace.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Work of so many steps of 5 ms each. */
function* busy(steps: number): Generator<void, string> {
  for (let i = 0; i < steps; i++) {
    const until = performance.now() + 5;
    while (performance.now() < until);
    yield;
  }
  return "done";
}

describe("paced", () => {
  it.each([true, false])("gives the result and lets timers run (message channels: %s)", async (channels) => {
    if (!channels) vi.stubGlobal("MessageChannel", undefined);
    let ticks = 0;
    let pauses = 0;
    const timer = setInterval(() => ticks++, 1);
    const onPause = () => pauses++;
    expect(await paced(busy(40), { onPause })).toBe("done");
    clearInterval(timer);
    // 200 ms of work with a pause every 40.
    expect(pauses).toBeGreaterThanOrEqual(2);
    expect(ticks).toBeGreaterThanOrEqual(1);
  });

  it("throws the signal's reason, at once or between two steps", async () => {
    const reason = new Error("enough");
    await expect(paced(busy(1), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 20);
    await expect(paced(busy(10_000), { signal: controller.signal })).rejects.toBe(reason);
  });
});

describe("nextTask", () => {
  it("comes after microtasks", async () => {
    const order: string[] = [];
    const task = nextTask().then(() => order.push("task"));
    await Promise.resolve().then(() => order.push("microtask"));
    await task;
    expect(order).toEqual(["microtask", "task"]);
  });
});

/** Work of no time at all, which tells how far it came. */
function* counting(steps: number, reached: (step: number) => void): Generator<void, string> {
  for (let step = 0; step < steps; step++) {
    reached(step);
    yield;
  }
  return "done";
}

describe("work that is paced", () => {
  it("does not look up between short steps", async () => {
    let steps = 0;
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("over")), 0);
    const work = counting(10, () => steps++);
    expect(await paced(work, { signal: controller.signal })).toBe("done");
    expect(steps).toBe(10);
  });

  it("looks up at each step once its time is over, so that it is aborted then", async () => {
    let steps = 0;
    const controller = new AbortController();
    expectAbort(controller.signal, performance.now());
    setTimeout(() => controller.abort(new Error("over")), 0);
    const work = counting(1e6, () => steps++);
    await expect(paced(work, { signal: controller.signal })).rejects.toThrow("over");
    expect(steps).toBeLessThan(1e5);
  });
});
