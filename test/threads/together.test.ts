import { describe, expect, it } from "vitest";
import { together } from "../../src/threads/together.ts";

/** A part that ends when it is told to. */
function part<T>() {
  let resolve = (_: T) => {};
  let reject = (_: unknown) => {};
  const promise = new Promise<T>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}

describe("parts of what threads do at the same time", () => {
  it("give what they give, in order", async () => {
    const stop = () => {
      throw new Error("nobody stops");
    };
    expect(await together({ begin: () => [1, 2].map((x) => Promise.resolve(x)), stop })).toEqual([1, 2]);
  });

  it("all end before the first failure is thrown, which stops the others once", async () => {
    const [first, second, third] = [part(), part(), part()];
    let stops = 0;
    let isOver = false;
    const work = together({
      begin: () => [first.promise, second.promise, third.promise],
      stop: () => {
        stops++;
        first.reject(new Error("stopped"));
      },
    }).finally(() => {
      isOver = true;
    });
    second.reject(new Error("died"));
    await new Promise((resolve) => setImmediate(resolve));
    expect([stops, isOver]).toEqual([1, false]);
    third.reject(new Error("stopped too"));
    await expect(work).rejects.toThrow("died");
    expect(stops).toBe(1);
  });

  it("are stopped by an abort, whose reason is thrown whatever they come to", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const only = part<number>();
    const stop = () => only.resolve(1);
    const work = together({ begin: () => [only.promise], stop, signal });
    controller.abort(new Error("enough"));
    await expect(work).rejects.toThrow("enough");
    const begin = () => {
      throw new Error("nothing begins after an abort");
    };
    await expect(together({ begin, stop, signal })).rejects.toThrow("enough");
  });

  it("are stopped by what fails outside of them", async () => {
    const only = part<number>();
    let fail = (_: unknown) => {};
    const begin = (failed: typeof fail) => {
      fail = failed;
      return [only.promise];
    };
    const work = together({ begin, stop: () => only.resolve(1) });
    fail(new Error("a callback"));
    await expect(work).rejects.toThrow("a callback");
  });
});
