import { KpropError } from "../errors.ts";

export { show } from "../show.ts";

/** Refuses a file that is malformed or lies about its contents. */
export function badFile(message: string, cause?: unknown): never {
  throw new KpropError("bad-file", message, { cause });
}

/** Refuses tensors that make no network. */
export function badNetwork(message: string): never {
  throw new KpropError("bad-network", message);
}

/** Refuses a Gaussian input that is none or does not fit its network. */
export function badInput(message: string): never {
  throw new KpropError("bad-input", message);
}

/** Refuses an option that is out of range or does not apply. */
export function badOption(message: string): never {
  throw new KpropError("bad-option", message);
}
