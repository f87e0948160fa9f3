import type { Network } from "../network/network.ts";
import type { ExecutionResult } from "../plan/execute.ts";
import { diverges, expectedError, meanSquare, narrowness } from "./differences.ts";
import { varianceOf } from "./expected-error.ts";
import type { Folded } from "./folded.ts";

export { compared } from "./expected-error.ts";
export { foldedOf } from "./folded.ts";

import type { Method } from "./options.ts";

/** A reason to doubt a result; each code has one meaning:
 *
 * | code | meaning |
 * |---|---|
 * | `assumed` | something the network's file does not say |
 * | `floored-variance` | predicted variances were too small and raised, as of a dead neuron |
 * | `negative-variance` | predicted variances, or a squared difference, came out negative |
 * | `narrow` | too deep for its width |
 * | `orders-diverge` | successive orders come no closer |
 * | `large-error` | successive orders foretell an error as large as of twenty samples |
 * | `refuted` | samples show a far larger error than the orders foretell |
 * | `outdone` | the samples drawn to verify are nearer to the truth than the estimate |
 * | `unverified` | a budget left too few samples for a certificate |
 * | `missed` | the target is not reached |
 * | `quadrature` | a smooth activation's input spreads too far for the 100-node rule (spec section 5d) |
 * | `far-from-zero` | means are so large beside standard deviations that higher cumulants cancel |
 * | `f32-rounding` | rounding may be as large as the estimator's own error |
 * | `folded` | folding old factors may have cut off much of them |
 * | `improper-tail` | tail probabilities came out below 0 or above 1 |
 * | `far-tail` | tail probabilities whose correction is as large as what it corrects |
 * | `unreached` | splitting never came beyond the threshold |
 * | `imprecise` | splitting has a large standard error |
 */
export interface Warning {
  readonly code:
    | "assumed"
    | "floored-variance"
    | "negative-variance"
    | "narrow"
    | "orders-diverge"
    | "large-error"
    | "refuted"
    | "outdone"
    | "unverified"
    | "missed"
    | "quadrature"
    | "far-from-zero"
    | "f32-rounding"
    | "folded"
    | "improper-tail"
    | "far-tail"
    | "unreached"
    | "imprecise";
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

/** What was assumed on reading the network, what went wrong on the way, and whether the orders, lower ones first, converge. */
export function collectWarnings(
  network: Network,
  all: readonly ExecutionResult[],
  differences: readonly number[],
  method: Method,
  folded: Folded | null,
): Warning[] {
  const { results, variances } = all.at(-1)!;
  const output = results.get("output")!;
  const variance = varianceOf(all);
  const expected = expectedError(differences, narrowness(network), variance);
  return [
    ...network.notes.map((message): Warning => ({ code: "assumed", message, serious: false })),
    ...narrow(network),
    ...variances.flatMap((report) => [...floored(report), ...far(report), ...spread(report, network)]),
    ...divergence(differences, output, method),
    ...largeness(expected, variance),
    ...rounding(output, expected, method),
    ...cutting(folded),
  ];
}

/** Σ 1/width over the layers with an activation, beyond which nothing is promised. */
const NARROW = 0.75;

/** The error grows like a power of Σ 1/width (spec section 10); a single layer is exact whatever its width. */
export function narrow(network: Network): Warning[] {
  const hidden = network.layers.filter(({ activation }) => activation !== null);
  const ratio = narrowness(network);
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

/** Of the outputs' variance: an estimate so far off is worth twenty samples. */
const LARGE = 0.05;

function largeness(expected: number | null, variance: number | null): Warning[] {
  if (expected === null || variance === null || expected < LARGE * variance) return [];
  const vnmse = (expected / variance).toExponential(1);
  return [{ code: "large-error", message: `successive orders foretell a vnMSE of ${vnmse}`, serious: true }];
}

/**
 * The mean square of f32 rounding in an estimate, as a fraction of the outputs' mean square: the largest of
 * `npm run bench:dtype`, but for one network on the verge of being unreliable (docs/dtype.md).
 */
const F32_ROUNDING = 3e-13;

function rounding(output: Float64Array, expected: number | null, { dtype }: Method): Warning[] {
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

/** Shares cut off beyond what `npm run bench:fold` has seen leave the result alone (docs/method.md). */
const CUT = 0.6;

function cutting(folded: Folded | null): Warning[] {
  if (folded === null || folded.cut <= CUT) return [];
  const share = folded.cut < 1 ? `up to ${Math.round(100 * folded.cut)} %` : "all";
  const message = `folding may have cut off ${share} of old layers' factors: compare with fold: false`;
  return [{ code: "folded", message, serious: false }];
}
