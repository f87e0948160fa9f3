import { afterEach, describe, expect, it, vi } from "vitest";
import { nextTask, paced } from "../../src/backend/pace.ts";

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
