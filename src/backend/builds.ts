import { bytesOfText } from "./byte-text.ts";
import { KERNELS_TEXT } from "./kernels.generated.ts";

/** A module in its binary form. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The same kernels, compiled with SIMD; with relaxed SIMD too; and without either, which gives the bits of the first. */
export type Build = "strict" | "relaxed" | "scalar";

/** The build with SIMD, which the library carries with it. */
export function strictBuild(): Bytes | WebAssembly.Module {
  return bytesOfText(KERNELS_TEXT);
}

/** One of the other builds, each in a chunk of its own; null where there is none, since none could be compiled. */
export async function otherBuild(build: "relaxed" | "scalar"): Promise<Bytes | null> {
  if (build === "relaxed")
    return bytesOfText((await import("./kernels-relaxed.generated.ts")).RELAXED_KERNELS_TEXT);
  return bytesOfText((await import("./kernels-scalar.generated.ts")).SCALAR_KERNELS_TEXT);
}
