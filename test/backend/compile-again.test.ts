import { afterEach, expect, it, vi } from "vitest";
import { sharedKernels } from "../../src/backend/kernels.ts";
import { Engine } from "../../src/engine/engine.ts";
import { sample } from "../../src/sampling/sample.ts";
import { network } from "../sampling/networks.ts";

afterEach(() => vi.restoreAllMocks());

/** Has the runtime compile nothing. */
function compilesNothing() {
  vi.spyOn(WebAssembly, "compile").mockRejectedValue(new RangeError("out of memory"));
}

it("kernels that could not be compiled once are compiled by the next call", async () => {
  const engine = new Engine();
  const asked = { samples: 64, engine };
  compilesNothing();
  await expect(sample(network([2, 2]), asked)).rejects.toMatchObject({ code: "unsupported-runtime" });
  vi.restoreAllMocks();
  expect(await sample(network([2, 2]), asked)).toMatchObject({ samples: 64 });
  compilesNothing();
  await expect(sharedKernels("strict")).rejects.toMatchObject({ code: "unsupported-runtime" });
  vi.restoreAllMocks();
  expect(await sharedKernels("strict")).toBeInstanceOf(WebAssembly.Module);
  engine.dispose();
});
