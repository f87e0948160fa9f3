/** What one request may cost. */
export interface Limits {
  /** Of the file. */
  readonly bodyBytes: number;
  /** Of WebAssembly memory, weights included. */
  readonly planBytes: number;
  readonly planFlops: number;
  /** At orders 1 and 2; a half of it at order 3, a quarter or a twelfth at order 4 (guard.ts). */
  readonly layers: number;
  /** Of input, hidden layers and output. */
  readonly width: number;
}

/** The worker's bindings: each replaces a default. Numbers, or text where a tool knows no other variables. */
export type Bindings = Readonly<Record<string, unknown>>;

/** For an isolate of 128 MiB, which has to hold the file, its tensors and the plan. */
const DEFAULTS = {
  MAX_BODY_BYTES: 8 * 2 ** 20,
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
    planBytes: limit("MAX_PLAN_BYTES"),
    planFlops: limit("MAX_PLAN_FLOPS"),
    layers: limit("MAX_LAYERS"),
    width: limit("MAX_WIDTH"),
  };
}
