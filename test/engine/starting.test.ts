import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import type { Team } from "../../src/threads/team.ts";
import { type Watched, watchWorkers } from "./support/workers.ts";

let workers: Watched;
beforeEach(() => {
  workers = watchWorkers();
});
afterEach(() => {
  workers.restore();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const size = async (team: Team) => team.size;

/** Has the next `times` threads end as they start. */
function failing(times: number): void {
  let left = times;
  workers.on = ({ what, thread }) => {
    if (what === "start" && left-- > 0) void workers.threads[thread]!.terminate();
  };
}

describe("threads that cannot be started", () => {
  it("are tried again by the next call", async () => {
    const engine = new Engine();
    failing(1);
    expect(await engine.withTeam(2, size)).toBeNull();
    expect(engine.threadless).toBeNull();
    expect(await engine.withTeam(2, size)).toBe(2);
    failing(1);
    expect(await engine.withTeam(3, size)).toBeNull();
    failing(1);
    expect(await engine.withTeam(3, size)).toBeNull();
    expect(await engine.withTeam(3, size)).toBe(3);
    engine.dispose();
  });

  it("are not tried any more after three failures in a row, which the engine says", async () => {
    const engine = new Engine();
    failing(Number.POSITIVE_INFINITY);
    for (let call = 0; call < 3; call++) {
      expect(engine.threadless).toBeNull();
      expect(await engine.withTeam(1, size)).toBeNull();
    }
    expect(workers.threads).toHaveLength(3);
    expect(engine.threadless).toMatchObject({
      ...{ name: "KpropError", code: "unsupported-runtime" },
      message: expect.stringContaining("3 times in a row"),
      cause: expect.objectContaining({ code: "thread-died" }),
    });
    expect(await engine.withTeam(1, size)).toBeNull();
    expect(workers.threads).toHaveLength(3);
    engine.dispose();
    await expect(engine.withTeam(1, size)).rejects.toMatchObject({ code: "disposed" });
  });

  it("are none where the runtime throws or has none", async () => {
    const engine = new Engine();
    vi.stubGlobal(
      "Worker",
      class {
        constructor() {
          throw new Error("refused by a policy");
        }
      },
    );
    expect(await engine.withTeam(2, size)).toBeNull();
    vi.unstubAllGlobals();
    const { getBuiltinModule } = process;
    process.getBuiltinModule = (() => undefined) as unknown as typeof getBuiltinModule;
    expect(await engine.withTeam(2, size)).toBeNull();
    process.getBuiltinModule = getBuiltinModule;
    expect(await engine.withTeam(2, size)).toBe(2);
    engine.dispose();
  });
});

describe("threads that have been started", () => {
  it("are used by others though the first call was aborted before they were there", async () => {
    const engine = new Engine();
    const controller = new AbortController();
    workers.on = ({ what }) => what === "start" && controller.abort(new Error("enough"));
    await expect(engine.withTeam(2, size, controller.signal)).rejects.toThrow("enough");
    expect(await engine.withTeam(2, size)).toBe(2);
    expect(workers.threads).toHaveLength(2);
    engine.dispose();
  });

  it("are left alone by a call that is aborted while another uses them", async () => {
    const engine = new Engine({ retireAfter: 0 });
    let end = () => {};
    const working = new Promise<void>((resolve) => {
      end = resolve;
    });
    const first = engine.withTeam(1, async (team) => {
      await working;
      return team.isAlive;
    });
    const second = engine.withTeam(1, size, AbortSignal.abort(new Error("enough")));
    await expect(second).rejects.toThrow("enough");
    await new Promise((resolve) => setTimeout(resolve, 20));
    end();
    expect(await first).toBe(true);
    engine.dispose();
  });

  it("end when nobody has asked for them for so long, and the next call starts new ones", async () => {
    const engine = new Engine({ retireAfter: 0 });
    await engine.withTeam(1, size);
    await new Promise((resolve) => workers.threads[0]!.once("exit", resolve));
    expect(await engine.withTeam(1, size)).toBe(1);
    expect(workers.threads).toHaveLength(2);
    engine.dispose();
  });

  it("are replaced when one has died while no call used them", async () => {
    const engine = new Engine();
    await engine.withTeam(2, size);
    const memory = engine.sharedMemory(1);
    await workers.threads[1]!.terminate();
    expect(await engine.withTeam(2, async (team) => team.isAlive)).toBe(true);
    expect(workers.threads).toHaveLength(4);
    // A thread that has died may still have written to it.
    expect(engine.sharedMemory(1)).not.toBe(memory);
    engine.dispose();
  });
});

/** A web worker that says nothing, not even that it has been ended, as browsers' do. */
class SilentWorker extends EventTarget {
  static all: SilentWorker[] = [];
  isEnded = false;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onmessageerror: (() => void) | null = null;

  constructor() {
    super();
    SilentWorker.all.push(this);
  }

  postMessage(): void {}

  terminate(): void {
    this.isEnded = true;
  }
}

describe("web workers, which do not say that they end", () => {
  beforeEach(() => {
    SilentWorker.all = [];
    vi.stubGlobal("Worker", SilentWorker);
  });

  it("fail the call that waits for them to start when the engine is disposed of", async () => {
    const engine = new Engine();
    const waiting = engine.withTeam(2, size);
    await vi.waitUntil(() => SilentWorker.all.length === 2);
    engine.dispose();
    await expect(waiting).rejects.toMatchObject({ code: "disposed" });
    expect(SilentWorker.all.map(({ isEnded }) => isEnded)).toEqual([true, true]);
  });

  it("fail what they were asked when the engine is disposed of, or their answer cannot be read", async () => {
    const acts = [
      [(engine: Engine) => engine.dispose(), "disposed"],
      [() => SilentWorker.all[0]!.onmessageerror!(), "thread-died"],
      [
        () => SilentWorker.all[0]!.onerror!(Object.assign(new Event("error"), { message: "gone" })),
        "thread-died",
      ],
    ] as const;
    for (const [act, code] of acts) {
      SilentWorker.all = [];
      const engine = new Engine();
      const asked = engine.withTeam(1, (team) => {
        queueMicrotask(() => act(engine));
        return team.ask(0, {});
      });
      await vi.waitUntil(() => SilentWorker.all.length === 1);
      SilentWorker.all[0]!.onmessage!({ data: { kind: "ready" } });
      await expect(asked).rejects.toMatchObject({ code });
      expect(SilentWorker.all[0]!.isEnded).toBe(true);
      engine.dispose();
    }
  });

  it("that never start are given up, so that the call computes in its own thread", async () => {
    const engine = new Engine();
    await engine.withTeam(0, size);
    vi.useFakeTimers();
    const waiting = engine.withTeam(1, size);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(SilentWorker.all.map(({ isEnded }) => isEnded)).toEqual([false]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await waiting).toBeNull();
    expect(SilentWorker.all.map(({ isEnded }) => isEnded)).toEqual([true]);
    engine.dispose();
  });
});
