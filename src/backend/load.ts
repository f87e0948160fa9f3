import { KpropError, reading } from "../errors.ts";
import { type Bytes, strictBuild } from "./builds.ts";
import { compile, compileSync } from "./compile.ts";
import { compiledKernels, useKernels } from "./kernels.ts";
import { KERNELS_ID } from "./kernels-id.generated.ts";

/** What kernels can be loaded from: a module, its bytes, an answer that brings them, or where to fetch them. */
export type KernelSource = WebAssembly.Module | BufferSource | Response | URL | string;

/** Which kernels a file holds: the name of a custom section that the build adds. */
const SECTION = "kprop";

/**
 * Loads the kernels before the first call that needs them, which does so itself otherwise. Nothing else touches the network,
 * and this only when given a URL or a Response.
 *
 * A compiled module serves memory of its own alone: estimates then run on one thread, sampling still on all.
 *
 * @param source this version's `kprop/kernels.wasm`; default: the kernels that the library carries with it
 * @throws KpropError `bad-file` if the source cannot be had or is something else; `unsupported-runtime` if this runtime may
 * not compile it
 */
export async function loadKernels(source?: KernelSource): Promise<void> {
  const given = reading(SOURCE, "bad-option", () => (isAddress(source) ? source : loadable(source)));
  if (given === undefined) {
    await compiledKernels("strict");
  } else if (given instanceof WebAssembly.Module) {
    useIfOurs(given, null);
  } else if (isAddress(given)) {
    const { download } = await import("./download.ts");
    const { module, bytes } = await download(given);
    if (isForHere(bytes)) useIfOurs(module ?? (await compile(bytes)), bytes);
  } else if (isForHere(given)) {
    useIfOurs(await compile(given), given);
  }
}

/**
 * The same at once, for programs that cannot wait: afterwards the first call has nothing to compile. A runtime without SIMD
 * still loads its kernels with the first call.
 *
 * @param source this version's `kprop/kernels.wasm`; default: the kernels that the library carries with it
 * @throws KpropError as `loadKernels`
 */
export function loadKernelsSync(source?: WebAssembly.Module | BufferSource): void {
  const given = reading(SOURCE, "bad-option", () => loadable(source));
  const code = given ?? strictBuild();
  const use = given === undefined ? useKernels : useIfOurs;
  if (code instanceof WebAssembly.Module) use(code, null);
  else if (isForHere(code)) use(compileSync(code), code);
}

/** What is loaded, in messages. */
const SOURCE = "what kernels are to be loaded from";

function isAddress(source: unknown): source is Response | URL | string {
  return typeof source === "string" || source instanceof URL || source instanceof Response;
}

/** A module, a copy of bytes, or undefined for undefined; whatever a detached buffer throws is for `reading`. */
function loadable(source: unknown): WebAssembly.Module | Bytes | undefined {
  if (source === undefined || source instanceof WebAssembly.Module) return source;
  if (ArrayBuffer.isView(source)) {
    return Uint8Array.from(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  }
  if (source instanceof ArrayBuffer) return new Uint8Array(source.slice(0));
  throw new KpropError("bad-option", `kernels are loaded from a module, bytes, a Response or a URL`);
}

/** False where the runtime has no SIMD, so that the scalar build is taken, which gives the same bits. */
function isForHere(bytes: Bytes): boolean {
  if (WebAssembly.validate(bytes)) return true;
  const own = strictBuild();
  if (!(own instanceof WebAssembly.Module) && !WebAssembly.validate(own)) return false;
  throw notKernels();
}

/** Other kernels would link as well, and give other numbers. */
function useIfOurs(module: WebAssembly.Module, bytes: Bytes | null): void {
  const [id] = WebAssembly.Module.customSections(module, SECTION);
  if (new TextDecoder().decode(id) !== KERNELS_ID) throw notKernels();
  useKernels(module, bytes);
}

function notKernels(): KpropError {
  return new KpropError("bad-file", "this is not the kprop/kernels.wasm of this version");
}
