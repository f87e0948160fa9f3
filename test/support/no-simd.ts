import { vi } from "vitest";

/** The library as if this runtime had no SIMD: modules of its own, whose kernels are the scalar ones. */
export async function libraryWithoutSimd() {
  vi.resetModules();
  const { SCALAR_KERNELS_TEXT } = await import("../../src/backend/kernels-scalar.generated.ts");
  const { bytesOfText } = await import("../../src/backend/byte-text.ts");
  const size = bytesOfText(SCALAR_KERNELS_TEXT).length;
  const { validate } = WebAssembly;
  const validating = vi.spyOn(WebAssembly, "validate");
  validating.mockImplementation((bytes) => bytes.byteLength === size && validate(bytes));
  const kernels = await import("../../src/backend/kernels.ts");
  for (const precision of ["strict", "relaxed"] as const) await kernels.compiledKernels(precision);
  validating.mockRestore();
  const library = await import("../../src/index.ts");
  vi.resetModules();
  return { ...library, ...kernels };
}
