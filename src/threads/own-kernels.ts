import { instantiateModule, KEPT_BYTES, type Kernels } from "../backend/instance.ts";
import type { Precision } from "../backend/precision.ts";

let last: { readonly precision: Precision; readonly kernels: Kernels } | null = null;

/** In a thread: an instance with memory of its own, the one of the last job again unless that has grown large. */
export async function ownKernels(module: WebAssembly.Module, precision: Precision): Promise<Kernels> {
  const isKept = last?.precision === precision && last.kernels.memory.buffer.byteLength <= KEPT_BYTES;
  if (!isKept) last = { precision, kernels: await instantiateModule(module) };
  return last!.kernels;
}
