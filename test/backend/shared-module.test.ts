import { describe, expect, it } from "vitest";
import { instantiateModule } from "../../src/backend/instance.ts";
import { compiledKernels, sharedKernels } from "../../src/backend/kernels.ts";
import { withSharedMemory } from "../../src/backend/shared-module.ts";

describe("the kernels for shared memory", () => {
  it("take a shared memory, which the others refuse, and work on what is in it", async () => {
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
    const [own, shared] = [await compiledKernels("strict"), await sharedKernels("strict")];
    await expect(instantiateModule(own.module, memory)).rejects.toThrow(WebAssembly.LinkError);
    const kernels = await instantiateModule(shared!, memory);
    const at = kernels.heapBase!() + 64;
    new Float64Array(memory.buffer, at - (at % 64), 4).set([1, 2, 3, 4]);
    kernels.mirror_f64!(0, 2, at - (at % 64), 2);
    expect([...new Float64Array(memory.buffer, at - (at % 64), 4)]).toEqual([1, 3, 3, 4]);
  });

  it("are refused if they are not what is expected of them", () => {
    const importsNothing = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 2, 1, 0);
    expect(() => withSharedMemory(importsNothing)).toThrow("must import one memory");
  });
});
