import { Arena } from "../../src/backend/arena.ts";
import type { Kernels } from "../../src/backend/instance.ts";
import { instantiateKernels } from "../../src/backend/kernels.ts";

/** The library's kernels and the memory that they work in. */
export interface Space {
  readonly kernels: Kernels;
  readonly arena: Arena;
}

export async function newSpace(): Promise<Space> {
  const kernels = await instantiateKernels();
  return { kernels, arena: new Arena(kernels) };
}
