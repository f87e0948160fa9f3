import { KpropError } from "../errors.ts";

/** Refuses a file that is malformed or lies about its contents. */
export function badFile(message: string, cause?: unknown): never {
  throw new KpropError("bad-file", message, { cause });
}

/** Refuses tensors that make no network. */
export function badNetwork(message: string): never {
  throw new KpropError("bad-network", message);
}

/** Refuses an option that is out of range or does not apply. */
export function badOption(message: string): never {
  throw new KpropError("bad-option", message);
}

/** Whatever was found, short enough for one line of a message. */
export function show(value: unknown): string {
  const isJson = typeof value === "string" || (typeof value === "object" && value !== null);
  const text = isJson ? json(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
