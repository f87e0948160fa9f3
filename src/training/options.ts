import type { Engine } from "../engine/engine.ts";
import { ENGINE, THREADS } from "../engine/options.ts";
import type { MethodOptions } from "../estimate/options.ts";
import type { Watch } from "../estimate/run.ts";
import { ANY, checkOptions, FUNCTION, SIGNAL } from "../options.ts";

/** Which estimator is differentiated; nothing of it is folded, and nothing but the loss reported. */
export interface GradientOptions extends Omit<MethodOptions, "fold" | "layers" | "cumulants">, Watch {
  /** Where it runs: keeps threads and memory for the next call. Default: one for all calls that name none. */
  readonly engine?: Engine;
}

export const TYPES = {
  ...{ order: ANY, kind: ANY, metric: ANY, form: ANY, dtype: ANY, precision: ANY, input: ANY },
  ...{ threads: THREADS, signal: SIGNAL, onProgress: FUNCTION, engine: ENGINE },
};

/** @throws KpropError `bad-option` for an unknown one; values are checked where they are used */
export function checkGradientOptions(options: GradientOptions): void {
  checkOptions<GradientOptions>("valueAndGradient", options, TYPES);
}
