import { type Network, widths } from "../network/network.ts";
import type { ExecutionResult } from "../plan/execute.ts";
import { diverges, expectedError, meanSquare } from "./ladder.ts";
import type { Method } from "./options.ts";

/** A reason to doubt a result. */
export interface Warning {
  /**
   * `assumed`: something the network's file does not say; `floored-variance`: predicted variances that were too small
   * and raised; `negative-variance`: some of them were negative; `narrow`: too deep for its width; `orders-diverge`: successive orders come no closer;
   * `f32-rounding`: rounding may be as large as the estimator's own error.
   */
  readonly code:
    | "assumed"
    | "floored-variance"
    | "negative-variance"
    | "narrow"
    | "orders-diverge"
    | "f32-rounding";
  readonly message: string;
  /** 1-based; absent where the whole network is meant. */
  readonly layer?: number;
  /** How many neurons are concerned. */
  readonly count?: number;
}

/** Warnings after which the numbers are not to be trusted. */
const SERIOUS: readonly Warning["code"][] = ["narrow", "negative-variance", "orders-diverge"];

export function isUnreliable(warnings: readonly Warning[]): boolean {
  return warnings.some(({ code }) => SERIOUS.includes(code));
}

/** What was assumed on reading the network, what went wrong on the way, and whether the orders converge. */
export function collectWarnings(
  network: Network,
  { results, floored }: ExecutionResult,
  differences: readonly number[],
  method: Method,
): Warning[] {
  return [
    ...network.notes.map((message): Warning => ({ code: "assumed", message })),
    ...narrowness(network),
    ...floored.map(varianceWarning),
    ...divergence(differences),
    ...rounding(results.get("output")!, differences, method),
  ];
}

/** The error grows like a power of Σ 1/width over the hidden layers (spec section 10): beyond 1 nothing is promised. */
function narrowness(network: Network): Warning[] {
  const hidden = widths(network).slice(1, -1);
  const ratio = hidden.reduce((total, n) => total + 1 / n, 0);
  if (ratio <= 1) return [];
  const message = `${hidden.length} hidden layers are too deep for their width: depth over width is ${ratio.toPrecision(2)}`;
  return [{ code: "narrow", message }];
}

function varianceWarning({ layer, low, negative }: ExecutionResult["floored"][number]): Warning {
  if (negative > 0) {
    const message = `layer ${layer}: ${negative} predicted variances are negative (raised to 1e-10)`;
    return { code: "negative-variance", message, layer, count: negative };
  }
  const message = `layer ${layer}: ${low} predicted variances below 1e-10 (raised to 1e-10)`;
  return { code: "floored-variance", message, layer, count: low };
}

function divergence(differences: readonly number[]): Warning[] {
  if (!diverges(differences)) return [];
  const steps = differences.map((x) => Math.sqrt(x).toPrecision(2)).join(", ");
  return [
    {
      code: "orders-diverge",
      message: `successive orders differ by ${steps} (root mean square): no convergence`,
    },
  ];
}

/**
 * The mean square of f32 rounding in an estimate, as a fraction of the outputs' mean square: the largest of
 * `npm run bench:dtype`, but for one network on the verge of being unreliable (docs/dtype.md).
 */
const F32_ROUNDING = 3e-13;

function rounding(output: Float64Array, differences: readonly number[], { dtype }: Method): Warning[] {
  const expected = expectedError(differences);
  if (dtype !== "f32" || expected === null) return [];
  if (10 * F32_ROUNDING * meanSquare(output) < expected) return [];
  return [
    { code: "f32-rounding", message: "f32 rounding may be as large as the estimate's own error: use f64" },
  ];
}
