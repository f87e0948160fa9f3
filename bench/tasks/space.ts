import { instantiate } from "@assemblyscript/loader";
import bytes from "../../build/bare.wasm";
import { Arena } from "../../src/backend/arena.ts";
import { bytesPerElement, type Dtype } from "../../src/backend/dtype.ts";
import type { Kernels, Pointer } from "../../src/backend/instance.ts";
import { instantiateKernels } from "../../src/backend/kernels.ts";
import type { Precision } from "../../src/backend/precision.ts";

/** An instance and its memory, in which tasks keep what they work on. */
export interface Space {
  readonly kernels: Kernels;
  readonly arena: Arena;
}

/** Of the library. */
export async function librarySpace(precision: Precision = "strict"): Promise<Space> {
  const kernels = await instantiateKernels(precision);
  return { kernels, arena: new Arena(kernels) };
}

/** Of bench/assembly, which has next to nothing in it but the loops to be timed; its aborts say where they come from. */
export async function bareSpace(): Promise<Space> {
  const { exports } = await instantiate<Record<string, unknown>>(bytes);
  const kernels = exports as unknown as Kernels;
  return { kernels, arena: new Arena(kernels) };
}

export function filled({ arena }: Space, dtype: Dtype, length: number): Pointer {
  const pointer = arena.reserve(length * bytesPerElement(dtype));
  arena[dtype](pointer, length).fill(1 / 3);
  return pointer;
}
