import type { Network } from "../network/network.ts";
import type { ExecutionResult } from "../plan/execute.ts";
import { diverges, expectedError, meanSquare } from "./ladder.ts";
import type { Method } from "./options.ts";

/** A reason to doubt a result; each code has one meaning:
 *
 * | code | meaning |
 * |---|---|
 * | `assumed` | something the network's file does not say |
 * | `floored-variance` | predicted variances were too small and raised, as of a dead neuron |
 * | `negative-variance` | predicted variances came out negative |
 * | `narrow` | too deep for its width |
 * | `orders-diverge` | successive orders come no closer |
 * | `quadrature` | a smooth activation's input spreads too far for the 100-node rule (spec section 5d) |
 * | `far-from-zero` | means are so large beside standard deviations that higher cumulants cancel |
 * | `f32-rounding` | rounding may be as large as the estimator's own error |
 */
export interface Warning {
  readonly code:
    | "assumed"
    | "floored-variance"
    | "negative-variance"
    | "narrow"
    | "orders-diverge"
    | "quadrature"
    | "far-from-zero"
    | "f32-rounding";
  readonly message: string;
  /** 1-based; absent where the whole network is meant. */
  readonly layer?: number;
  /** How many neurons are concerned. */
  readonly count?: number;
  /** The numbers are not to be trusted. */
  readonly serious: boolean;
}

export function isUnreliable(warnings: readonly Warning[]): boolean {
  return warnings.some(({ serious }) => serious);
}

/** What was assumed on reading the network, what went wrong on the way, and whether the orders converge. */
export function collectWarnings(
  network: Network,
  { results, variances }: ExecutionResult,
  differences: readonly number[],
  method: Method,
): Warning[] {
  const output = results.get("output")!;
  return [
    ...network.notes.map((message): Warning => ({ code: "assumed", message, serious: false })),
    ...narrowness(network),
    ...variances.flatMap((report) => [...floored(report), ...far(report), ...spread(report, network)]),
    ...divergence(differences, output, method),
    ...rounding(output, differences, method),
  ];
}

/** Σ 1/width over the layers with an activation, beyond which nothing is promised. */
const NARROW = 0.75;

/** The error grows like a power of Σ 1/width (spec section 10); a single layer is exact whatever its width. */
function narrowness({ layers }: Network): Warning[] {
  const hidden = layers.filter(({ activation }) => activation !== null);
  const ratio = hidden.reduce((total, { weight }) => total + 1 / weight.rows, 0);
  if (hidden.length === 1 || ratio < NARROW) return [];
  const message = `${hidden.length} layers are too deep for their width: Σ 1/width is ${ratio.toPrecision(2)}`;
  return [{ code: "narrow", message, serious: true }];
}

type Report = ExecutionResult["variances"][number];

function floored({ layer, low, negative }: Report): Warning[] {
  if (negative > 0) {
    const message = `layer ${layer}: ${neurons(negative)} negative predicted variance (raised to 1e-10)`;
    return [{ code: "negative-variance", message, layer, count: negative, serious: true }];
  }
  if (low === 0) return [];
  const message = `layer ${layer}: ${neurons(low)} predicted variance below 1e-10 (raised to 1e-10)`;
  return [{ code: "floored-variance", message, layer, count: low, serious: false }];
}

function neurons(count: number): string {
  return count === 1 ? "1 neuron with" : `${count} neurons with`;
}

function far({ layer, far }: Report): Warning[] {
  if (far === 0) return [];
  const message = `layer ${layer}: ${neurons(far)} a mean over 1000 standard deviations: higher cumulants lose digits`;
  return [{ code: "far-from-zero", message, layer, count: far, serious: false }];
}

/** Standard deviations to doubt the rule from, and to distrust it from: of tanh it is off by 5e-7 at 2, 2e-3 at 5. */
const WIDE = { doubtful: 3, wrong: 5 };

function spread({ layer, largest }: Report, { layers }: Network): Warning[] {
  const activation = layers[layer - 1]!.activation;
  const sigma = Math.sqrt(largest);
  if (activation?.wick.family !== "quadrature" || sigma <= WIDE.doubtful) return [];
  const size = sigma.toPrecision(2);
  const message = `layer ${layer}: standard deviations up to ${size}, where 100 nodes do not resolve ${activation.name}`;
  return [{ code: "quadrature", message, layer, serious: sigma > WIDE.wrong }];
}

/** Mean squares of differences below this fraction of the outputs' own are rounding. */
const ROUNDING = { f32: 1e-12, f64: 1e-24 };

function divergence(differences: readonly number[], output: Float64Array, { dtype }: Method): Warning[] {
  if (!diverges(differences) || differences.at(-1)! < ROUNDING[dtype] * meanSquare(output)) return [];
  const steps = differences.map((x) => Math.sqrt(x).toPrecision(2)).join(", ");
  return [
    {
      code: "orders-diverge",
      message: `successive orders differ by ${steps} (root mean square): no convergence`,
      serious: true,
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
    {
      code: "f32-rounding",
      message: "f32 rounding may be as large as the estimate's own error: use f64",
      serious: false,
    },
  ];
}
