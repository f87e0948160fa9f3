import { instantiateKernels, type Kernels } from "./kernels.ts";

/** An instance whose memory grew beyond this is dropped after use, since WebAssembly memory never shrinks. */
const KEPT_BYTES = 64 * 2 ** 20;

let idle: Kernels | null = null;

/** Runs `work` with an instance of the kernels that nobody else uses meanwhile. */
export async function withKernels<T>(work: (kernels: Kernels) => Promise<T>): Promise<T> {
  const kernels = idle ?? (await instantiateKernels());
  if (kernels === idle) idle = null;
  try {
    return await work(kernels);
  } finally {
    if (kernels.memory.buffer.byteLength <= KEPT_BYTES) idle = kernels;
  }
}
