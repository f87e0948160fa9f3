import { KpropError } from "../errors.ts";
import type { Bytes } from "./builds.ts";

/** The kernels' bytes, and their module if it could be compiled while they arrived. */
interface Downloaded {
  readonly module: WebAssembly.Module | null;
  readonly bytes: Bytes;
}

/**
 * Compiles while the bytes arrive, where the runtime can and the server says what they are.
 *
 * @throws KpropError `bad-file`
 */
export async function download(source: Response | URL | string): Promise<Downloaded> {
  const response = source instanceof Response ? source : await fetched(source);
  if (!response.ok) {
    throw new KpropError("bad-file", `no kernels could be fetched from ${response.url}: ${response.status}`);
  }
  const copy = response.clone();
  const [module, buffer] = await Promise.all([streamed(copy), response.arrayBuffer()]);
  return { module, bytes: new Uint8Array(buffer) };
}

async function fetched(url: URL | string): Promise<Response> {
  try {
    return await fetch(url);
  } catch (cause) {
    throw new KpropError("bad-file", `no kernels could be fetched from ${url}`, { cause });
  }
}

async function streamed(response: Response): Promise<WebAssembly.Module | null> {
  try {
    return await WebAssembly.compileStreaming(response);
  } catch {
    return null;
  }
}
