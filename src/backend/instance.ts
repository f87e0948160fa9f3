import { allocated } from "./allocate.ts";

/** A pointer into WebAssembly memory, in bytes. */
export type Pointer = number;

export type Kernel = (...values: number[]) => number;

/** The kernels' exports; each `NAME_f32` has a twin `NAME_f64`. See assembly/ for what they compute. */
export type Kernels = Readonly<Record<string, Kernel>> & { readonly memory: WebAssembly.Memory };

/** What `gemm` is told instead of the first row of a symmetric result's band: all of the result is computed. */
export const WHOLE = -1;

/** WebAssembly allocates memory in pages of that many bytes, of which 32 bits address 65,536. */
export const PAGE = 65536;
export const MOST_PAGES = 65536;

/** Memory up to this is kept for the next call; more is given back, since WebAssembly memory never shrinks. */
export const KEPT_BYTES = 64 * 2 ** 20;

/**
 * An instance of the compiled kernels, by default with a memory of its own.
 *
 * @throws KpropError `too-large`
 */
export async function instantiateModule(
  module: WebAssembly.Module,
  memory = newMemory({ initial: 1, maximum: MOST_PAGES }),
): Promise<Kernels> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  return exports as unknown as Kernels;
}

/** @throws KpropError `too-large` */
export function newMemory(pages: WebAssembly.MemoryDescriptor): WebAssembly.Memory {
  return allocated(pages.initial * PAGE, () => new WebAssembly.Memory(pages));
}
