import { describe, expect, it } from "vitest";
import { Engine, type EngineOptions } from "../../src/engine/engine.ts";

describe("an engine's options", () => {
  it.each([
    [null, "options is null; expected an object"],
    [5, "options is 5"],
    [{ retireAfer: 1 }, "unknown option retireAfer; did you mean retireAfter?"],
    [{ retireAfter: -1 }, "retireAfter is -1; expected a number of milliseconds from 0 to 2147483647"],
    [{ retireAfter: Number.NaN }, "retireAfter is NaN"],
    [{ retireAfter: Number.POSITIVE_INFINITY }, "retireAfter is Infinity"],
    [{ retireAfter: "1" }, 'retireAfter is "1"'],
  ])("are checked: %j", (options, message) => {
    expect(() => new Engine(options as EngineOptions)).toThrow(
      expect.objectContaining({ code: "bad-option", message: expect.stringContaining(message) }),
    );
  });

  it("may be left out", () => {
    for (const options of [undefined, {}, { retireAfter: 0 }, { retireAfter: undefined }]) {
      const engine = new Engine(options as EngineOptions);
      expect(engine.threadless).toBeNull();
      engine.dispose();
    }
  });
});
