import { instantiate } from "@assemblyscript/loader";
import { KpropError } from "../errors.ts";
import { KERNELS_BASE64 } from "./kernels.generated.ts";

/** A pointer into WebAssembly memory, in bytes. */
export type Pointer = number;

export type Kernel = (...values: number[]) => number;

/** The kernels' exports; each `NAME_f32` has a twin `NAME_f64`. See assembly/ for what they compute. */
export type Kernels = Readonly<Record<string, Kernel>> & { readonly memory: WebAssembly.Memory };

let compiled: Promise<WebAssembly.Module> | undefined;

/** A new instance of the kernels with its own memory; the module is compiled once. */
export async function instantiateKernels(): Promise<Kernels> {
  compiled ??= compile();
  const { exports } = await instantiate<Record<string, unknown>>(await compiled);
  return exports as unknown as Kernels;
}

async function compile(): Promise<WebAssembly.Module> {
  const bytes = Uint8Array.from(atob(KERNELS_BASE64), (c) => c.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) {
    throw new KpropError("unsupported-runtime", "this runtime has no WebAssembly SIMD");
  }
  return WebAssembly.compile(bytes);
}
