import type { Kind, Order } from "../combinatorics/tracked.ts";
import { type Estimate, estimate } from "../estimate/estimate.ts";
import type { MethodOptions } from "../estimate/options.ts";
import type { Warning } from "../estimate/warnings/warning.ts";
import type { Network } from "../network/network.ts";
import type { SampleResult } from "../sampling/sample.ts";
import { watched } from "./progress.ts";
import { timed } from "./timed.ts";
import { noiseFloor, type Truth, vnmse } from "./truth.ts";

/** One estimate, judged. */
export interface ComparedEstimate {
  readonly order: Order;
  readonly kind: Kind;
  readonly flops: number;
  /** Median of warm runs. */
  readonly seconds: number;
  /** See `vnmse` in truth.ts. */
  readonly vnmse: number;
  /** The error is not to be told from the truth's noise; `worthSamples` is then a lower bound from that noise. */
  readonly belowFloor: boolean;
  /** How many samples have this error; infinite (null in JSON) for an estimate equal to a truth without noise. */
  readonly worthSamples: number;
  /** How many samples are drawn in this time. */
  readonly samplesMeanwhile: number;
  readonly warnings: readonly Warning[];
}

export interface Comparison {
  readonly truth: { readonly source: string; readonly noiseFloor: number };
  readonly sampling: { readonly samples: number; readonly flops: number; readonly seconds: number };
  readonly estimates: readonly ComparedEstimate[];
}

/** Runs each method and compares it with the truth, and with sampling at the measured rate. */
export async function compareMethods(
  network: Network,
  methods: readonly MethodOptions[],
  truth: Truth,
  sampled: SampleResult,
): Promise<Comparison> {
  const rate = sampled.samples / sampled.seconds;
  const estimates: ComparedEstimate[] = [];
  for (const method of methods) {
    const result = await watched(`order ${method.order} ${method.kind}`, (watch) =>
      timed(() => estimate(network, { ...method, ladder: false, check: false, ...watch })),
    );
    estimates.push(judged(result, truth, rate));
  }
  const { samples, flops, seconds } = sampled;
  return {
    truth: { source: truth.source, noiseFloor: noiseFloor(truth) },
    sampling: { samples, flops, seconds },
    estimates,
  };
}

/** `rate`: samples drawn in a second. */
function judged(result: Estimate, truth: Truth, rate: number): ComparedEstimate {
  const { order, kind, flops, seconds, output, warnings } = result;
  const [error, floor] = [vnmse(truth, output.mean), noiseFloor(truth)];
  return {
    order,
    kind,
    flops,
    seconds,
    vnmse: error,
    belowFloor: error < floor,
    worthSamples: 1 / Math.max(error, floor),
    samplesMeanwhile: seconds * rate,
    warnings: warnings.filter(({ code }) => code !== "assumed"),
  };
}
