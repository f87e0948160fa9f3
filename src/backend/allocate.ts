import { KpropError } from "../errors.ts";

/**
 * What `make` allocates, some so many bytes. Runtimes have errors of several kinds for memory that they do not give; callers get
 * one.
 *
 * @param what needs them, as a message says it
 * @throws KpropError `too-large`
 */
export function allocated<T>(bytes: number, make: () => T, what?: string): T {
  try {
    return make();
  } catch (cause) {
    throw tooLarge(bytes, what, cause);
  }
}

export function tooLarge(bytes: number, what = "this call", cause?: unknown): KpropError {
  const message = `${what} would take ${Math.ceil(bytes / 2 ** 20)} MiB of memory, more than can be had here`;
  return new KpropError("too-large", message, { cause });
}

/** @throws KpropError `too-large` */
export function newSharedBuffer(bytes: number): SharedArrayBuffer {
  return allocated(bytes, () => new SharedArrayBuffer(bytes));
}
