/** What one request may cost, and what all of them together may hold. */
export interface Limits {
  /** Of the file. */
  readonly bodyBytes: number;
  /** Within which the whole body has to arrive. */
  readonly bodySeconds: number;
  /** Of the bodies of all requests at once, from a body's first byte to its answer. */
  readonly bufferedBytes: number;
  /** Of the file's header, which is parsed. */
  readonly headerBytes: number;
  /** In the file, biases and all else included. */
  readonly tensors: number;
  /** Of the covariance in the file: factorising it takes time that grows with the third power and is in no plan. */
  readonly covarianceWidth: number;
  /** Of WebAssembly memory, weights included. */
  readonly planBytes: number;
  readonly planFlops: number;
  /** Where planning takes the least time; fewer at other orders and kinds (guard.ts). */
  readonly layers: number;
  /** Of input, hidden layers and output. */
  readonly width: number;
}

/** The worker's bindings: each replaces a default. Numbers, or text where a tool knows no other variables. */
export type Bindings = Readonly<Record<string, unknown>>;

/**
 * For an isolate of 128 MiB. At worst it holds all that is buffered (half-precision files twice, once they are read), a plan,
 * and an eighth of one beside it.
 */
const DEFAULTS = {
  MAX_BODY_BYTES: 8 * 2 ** 20,
  MAX_BODY_SECONDS: 10,
  MAX_BUFFERED_BYTES: 24 * 2 ** 20,
  MAX_HEADER_BYTES: 64 * 2 ** 10,
  MAX_TENSORS: 256,
  MAX_COVARIANCE_WIDTH: 256,
  MAX_PLAN_BYTES: 64 * 2 ** 20,
  MAX_PLAN_FLOPS: 5e9,
  MAX_LAYERS: 64,
  MAX_WIDTH: 4096,
};

/** @throws Error if a binding is no positive number: the mistake of whoever deployed the worker */
export function limitsOf(bindings: Bindings): Limits {
  const limit = (name: keyof typeof DEFAULTS): number => {
    const value = Number(bindings[name] ?? DEFAULTS[name]);
    if (value > 0) return value;
    throw new Error(`the binding ${name} is no positive number`);
  };
  return {
    bodyBytes: limit("MAX_BODY_BYTES"),
    bodySeconds: limit("MAX_BODY_SECONDS"),
    bufferedBytes: limit("MAX_BUFFERED_BYTES"),
    headerBytes: limit("MAX_HEADER_BYTES"),
    tensors: limit("MAX_TENSORS"),
    covarianceWidth: limit("MAX_COVARIANCE_WIDTH"),
    planBytes: limit("MAX_PLAN_BYTES"),
    planFlops: limit("MAX_PLAN_FLOPS"),
    layers: limit("MAX_LAYERS"),
    width: limit("MAX_WIDTH"),
  };
}
