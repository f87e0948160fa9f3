import { reading } from "../errors.ts";

/** Whether it is a view of bytes. */
export function isBytes(value: unknown): value is Uint8Array {
  return reading("bytes", "bad-option", () => value instanceof Uint8Array);
}
