import { type Network, randomNetwork, readNetwork, readWhestRow } from "kprop";
import type { FileSpec, NetworkSpec, NetworkSummary } from "../protocol/network-spec.ts";

export interface Opened extends Pick<NetworkSummary, "format" | "name" | "truth"> {
  readonly network: Network;
}

let last: { readonly key: NetworkSpec; readonly opened: Opened } | null = null;

/** Draws or reads a network; the last one is kept. */
export async function opened(spec: NetworkSpec): Promise<Opened> {
  if (last === null || !isSame(last.key, spec)) last = { key: spec, opened: await make(spec) };
  return last.opened;
}

/** A posted File is another object each time. */
function isSame(a: NetworkSpec, b: NetworkSpec): boolean {
  return JSON.stringify(a) === JSON.stringify(b) && fileKey(a) === fileKey(b);
}

function fileKey(spec: NetworkSpec): string {
  return spec.source === "file" ? `${spec.file.name} ${spec.file.size} ${spec.file.lastModified}` : "";
}

async function make(spec: NetworkSpec): Promise<Opened> {
  if (spec.source === "file") return read(spec);
  const { source: _, ...options } = spec;
  return { network: await randomNetwork(options), format: "random", name: null, truth: null };
}

async function read({ file, row, activation }: FileSpec): Promise<Opened> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isParquet(bytes)) {
    const { network, name, finalMeans } = await readWhestRow(bytes, row);
    return { network, name, format: "parquet", truth: finalMeans };
  }
  const network = await readNetwork(bytes, activation === null ? {} : { activation });
  return { network, name: null, format: "weights", truth: null };
}

/** By its first bytes, as the library does. */
function isParquet(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 4)) === "PAR1";
}
