import { afterEach, describe, expect, it, vi } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { sample } from "../../src/sampling/sample.ts";
import { sampleOutputs } from "../../src/sampling/sample-outputs.ts";
import { Control } from "../../src/threads/control.ts";

afterEach(() => vi.restoreAllMocks());

const network = await randomNetwork({ width: 16, depth: 2, seed: 1 });
/** Threads are worth starting. */
const large = await randomNetwork({ width: 300, depth: 6, seed: 3 });
const shared = { order: 3, kind: "simple", ladder: false, threads: 2 } as const;

const TOO_LARGE = { name: "KpropError", code: "too-large", message: expect.stringMatching(/MiB of memory/) };

/** What runtimes throw; instances of the class are made by none, others stay what they are. */
function givesNone(of: object, name: string, message: string) {
  vi.spyOn(of as Record<string, new () => object>, name).mockImplementation(
    class {
      constructor() {
        throw new RangeError(message);
      }
    },
  );
}

describe("memory that the runtime does not give", () => {
  it("is one clear error where kernels need some, and the next call has it", async () => {
    const calls = [
      (engine: Engine) => estimate(network, { engine }),
      (engine: Engine) => sample(network, { samples: 64, engine }),
      (engine: Engine) => estimate(large, { ...shared, engine }),
    ];
    for (const call of calls) {
      const engine = new Engine();
      givesNone(WebAssembly, "Memory", "WebAssembly.Memory(): could not allocate memory");
      await expect(call(engine)).rejects.toMatchObject(TOO_LARGE);
      vi.restoreAllMocks();
      expect(await call(engine)).toMatchObject({ threads: expect.any(Number) });
      engine.dispose();
    }
  });

  it("is one clear error where memory is to grow", async () => {
    const engine = new Engine();
    vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(() => {
      throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
    });
    await expect(estimate(large, { order: 2, threads: 1, engine })).rejects.toMatchObject(TOO_LARGE);
    engine.dispose();
  });

  it("is one clear error where threads share some", async () => {
    const engine = new Engine();
    givesNone(globalThis, "SharedArrayBuffer", "Array buffer allocation failed");
    expect(() => new Control(3)).toThrow(expect.objectContaining(TOO_LARGE));
    expect(() => engine.sharedBuffer(1)).toThrow(expect.objectContaining(TOO_LARGE));
    await expect(estimate(large, { ...shared, engine })).rejects.toMatchObject(TOO_LARGE);
    vi.restoreAllMocks();
    expect((await estimate(large, { ...shared, engine })).threads).toBe(2);
    engine.dispose();
  });

  it("is one clear error where results are too large", async () => {
    await expect(sampleOutputs(network, { samples: 2 ** 50 })).rejects.toMatchObject({
      ...TOO_LARGE,
      message: expect.stringContaining(`the outputs of ${2 ** 50} samples`),
    });
    const engine = new Engine();
    expect(() => engine.sharedMemory(2 ** 32 + 1)).toThrow(expect.objectContaining(TOO_LARGE));
    engine.dispose();
  });
});
