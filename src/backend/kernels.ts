import { KpropError } from "../errors.ts";
import { type Build, type Bytes, otherBuild, strictBuild } from "./builds.ts";
import { compile } from "./compile.ts";
import { instantiateModule, type Kernels } from "./instance.ts";
import type { Precision } from "./precision.ts";

/** The kernels, and what they are, which may not be what was asked for. */
export interface CompiledKernels {
  readonly module: WebAssembly.Module;
  readonly build: Build;
  readonly precision: Precision;
}

interface Compiled extends CompiledKernels {
  /** null: not known, since the module came compiled. */
  readonly bytes: Bytes | null;
}

const compiled = new Map<Precision, Promise<Compiled>>();
const shared = new Map<Precision, Promise<WebAssembly.Module | null>>();

/**
 * The kernels' module, compiled once. For "relaxed" the strict one where the runtime has no relaxed SIMD, and the scalar one
 * where it has none at all.
 *
 * @throws KpropError `unsupported-runtime`
 */
export function compiledKernels(precision: Precision): Promise<CompiledKernels> {
  return known(compiled, precision, () => (precision === "relaxed" ? compileRelaxed() : compileStrict()));
}

/** The same kernels, but for memory that threads share; null where the module came compiled, for memory of its own. */
export function sharedKernels(precision: Precision): Promise<WebAssembly.Module | null> {
  return known(shared, precision, async () => {
    await compiledKernels(precision);
    const { bytes } = await compiled.get(precision)!;
    if (bytes === null) return null;
    const { withSharedMemory } = await import("./shared-module.ts");
    return compile(withSharedMemory(bytes));
  });
}

/** A new instance of the kernels with its own memory. */
export async function instantiateKernels(precision: Precision = "strict"): Promise<Kernels> {
  const { module } = await compiledKernels(precision);
  return instantiateModule(module);
}

/** Makes calls to come use these kernels, of the build with SIMD. */
export function useKernels(module: WebAssembly.Module, bytes: Bytes | null): void {
  shared.delete("strict");
  compiled.set("strict", Promise.resolve({ module, bytes, build: "strict", precision: "strict" }));
}

/** What is made once; a failure is not remembered, since there may be memory for it the next time. */
function known<T>(all: Map<Precision, Promise<T>>, precision: Precision, make: () => Promise<T>): Promise<T> {
  const made = all.get(precision) ?? make();
  all.set(precision, made);
  made.catch(() => all.get(precision) === made && all.delete(precision));
  return made;
}

async function compileRelaxed(): Promise<Compiled> {
  const bytes = await otherBuild("relaxed");
  if (bytes !== null && WebAssembly.validate(bytes)) {
    return { module: await compile(bytes), bytes, build: "relaxed", precision: "relaxed" };
  }
  await compiledKernels("strict");
  return compiled.get("strict")!;
}

async function compileStrict(): Promise<Compiled> {
  const strict = strictBuild();
  if (strict instanceof WebAssembly.Module) {
    return { module: strict, bytes: null, build: "strict", precision: "strict" };
  }
  const build = WebAssembly.validate(strict) ? "strict" : "scalar";
  const bytes = build === "strict" ? strict : await otherBuild("scalar");
  if (bytes === null || !WebAssembly.validate(bytes)) {
    throw new KpropError(
      "unsupported-runtime",
      "this runtime has no WebAssembly that the kernels could run on",
    );
  }
  return { module: await compile(bytes), bytes, build, precision: "strict" };
}
