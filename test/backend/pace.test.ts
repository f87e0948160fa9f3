import { describe, expect, it } from "vitest";
import { expectAbort, paced } from "../../src/backend/pace.ts";

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
