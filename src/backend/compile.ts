import { KpropError } from "../errors.ts";
import type { Bytes } from "./builds.ts";

/**
 * @param bytes a valid module
 * @throws KpropError `unsupported-runtime` where a policy forbids it
 */
export async function compile(bytes: Bytes): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw refused(cause);
  }
}

/** @throws KpropError as `compile`, and where the runtime compiles nothing at once */
export function compileSync(bytes: Bytes): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw refused(cause);
  }
}

function refused(cause: unknown): KpropError {
  const hint =
    "a page's policy must allow script-src 'wasm-unsafe-eval', an edge worker must import the module";
  return new KpropError("unsupported-runtime", `this runtime refuses to compile WebAssembly (${hint})`, {
    cause,
  });
}
