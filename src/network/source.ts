import { reading } from "../errors.ts";
import { badFile, badOption, show } from "./fail.ts";
import { readPath } from "./files/read-path.ts";
import { isBytes } from "./is-bytes.ts";

/** Where a network comes from: bytes, a Blob (a browser's File), or a path or file: URL. */
export type NetworkSource = Uint8Array | ArrayBuffer | Blob | string | URL;

/**
 * All bytes of a source.
 *
 * @throws KpropError `bad-option`: no source; `bad-file`: empty or unreadable; `unsupported-runtime`
 */
export async function bytesOf(source: NetworkSource): Promise<Uint8Array> {
  const bytes = await read(source);
  return bytes.length > 0 ? bytes : badFile("the file is empty (0 bytes)");
}

async function read(source: NetworkSource): Promise<Uint8Array> {
  if (isBytes(source)) return source;
  if (source instanceof ArrayBuffer) return reading("the buffer", "bad-option", () => new Uint8Array(source));
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  if (source instanceof URL) return readUrl(source);
  if (typeof source !== "string") return badOption(`cannot read a network from ${show(source)}`);
  return /^(file|https?):\/\//.test(source) ? readUrl(parseUrl(source)) : readPath(source);
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    return badOption(`cannot read ${text}: no valid URL`);
  }
}

function readUrl(url: URL): Promise<Uint8Array> {
  if (url.protocol !== "file:") badOption(`cannot read ${url.href}: fetch it and pass its bytes`);
  return readPath(url);
}
