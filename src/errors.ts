import { printable } from "./printable.ts";

/**
 * What went wrong, for programs. Each code has one meaning:
 *
 * | code | meaning |
 * |---|---|
 * | `bad-option` | an option is outside its range, or options contradict each other |
 * | `bad-file` | a file is truncated, malformed or lies about its contents |
 * | `bad-network` | layers do not chain, a weight is not finite, a tensor has no place |
 * | `ambiguous-orientation` | both `[out, in]` and `[in, out]` fit and nothing says which it is |
 * | `unknown-activation` | no activation of that name |
 * | `bad-input` | the Gaussian input does not fit the network, or its covariance is no covariance |
 * | `too-large` | the work does not fit in WebAssembly's memory, or the runtime gives no more |
 * | `not-finite` | the computation overflowed |
 * | `thread-died` | a thread that computed came to an end; the call can be tried again |
 * | `disposed` | the engine was disposed of before the call began, or while it ran |
 * | `unsupported-runtime` | no WebAssembly, or none allowed; no file system where one is needed |
 */
export type ErrorCode =
  | "bad-option"
  | "bad-file"
  | "bad-network"
  | "ambiguous-orientation"
  | "unknown-activation"
  | "bad-input"
  | "too-large"
  | "not-finite"
  | "thread-died"
  | "disposed"
  | "unsupported-runtime";

/**
 * Every error that kprop throws on purpose, except an abort, which throws its signal's own reason. Its message is one line of
 * at most 500 characters, all of which print, even where it quotes a file's or a caller's words.
 */
export class KpropError extends Error {
  override readonly name = "KpropError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(printable(message), options);
    this.code = code;
  }
}

/**
 * What `read` gives of something that a caller handed in, which may be a proxy, have getters, or be detached: whatever that throws
 * when it is looked at is told as an error of ours.
 *
 * @param what it is, in words
 * @throws KpropError of that code, its cause what was thrown
 */
export function reading<T>(what: string, code: ErrorCode, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof KpropError) throw cause;
    throw new KpropError(code, `${what} cannot be read: looking at it throws an error`, { cause });
  }
}
