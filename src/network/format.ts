import { badFile } from "./fail.ts";
import { foreignFile } from "./foreign/bytes.ts";

export const FORMATS = ["safetensors", "npz", "json", "parquet"] as const;

/** The formats that networks are read from. */
export type Format = (typeof FORMATS)[number];

/**
 * Recognises a format by its first bytes, never by a name.
 *
 * @throws KpropError `bad-file`: none of them
 */
export function recogniseFormat(bytes: Uint8Array): Format {
  const start = String.fromCharCode(...bytes.subarray(0, 9));
  if (start.startsWith("PK\u0003\u0004") || start.startsWith("PK\u0005\u0006")) return "npz";
  if (start.startsWith("PAR1")) return "parquet";
  // A header length below 2^32 ends in zero bytes, which no JSON text has.
  if (start.slice(4) === "\0\0\0\0{") return "safetensors";
  if (["{", "["].includes(firstCharacter(bytes))) return "json";
  const foreign = foreignFile(bytes);
  if (foreign !== null) badFile(`this is ${foreign}`);
  const shown = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const known = "safetensors, npz, JSON or WhestBench parquet";
  return badFile(`not a file of ${known} (${bytes.length} bytes, beginning with ${shown})`);
}

/** The first character after white space and a byte order mark; "": none. */
function firstCharacter(bytes: Uint8Array): string {
  let i = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while ([0x20, 0x09, 0x0a, 0x0d].includes(bytes[i]!)) i++;
  return i < bytes.length ? String.fromCharCode(bytes[i]!) : "";
}
