import { type Estimate, estimate, KpropError, type Network } from "../../src/index.ts";
import type { Point, Row } from "../framework/experiment.ts";
import type { Method } from "../measure/methods.ts";
import { rounded } from "../measure/rounded.ts";
import { type Truth, truthOf } from "../measure/truth.ts";
import { codes, type Examined, groundwork } from "../training/examine.ts";

/** About how long all methods take on one network, in seconds. */
const COST = 0.3;

/** Codes that were there before anything looked at samples or directions. */
const LOOKS: readonly string[] = ["off-samples", "few-directions"];

/** A point with a row for each method: how far it is off, and what it says of itself. */
export function lookPoint(examined: Examined): Point {
  const { subject, methods, samples } = examined;
  return {
    name: subject.name,
    groundwork: groundwork(examined),
    cost: async () => COST,
    run: async ({ signal }) => {
      const truth = await truthOf(subject, samples);
      const network = await subject.load();
      const rows: Row[] = [];
      for (const method of methods)
        rows.push({ ...subject.facts, ...(await row(network, method, truth, signal)) });
      return rows;
    },
  };
}

/** One that overflows has no result, and is left out of all counts: its error is an error. */
async function row(network: Network, method: Method, truth: Truth, signal: AbortSignal): Promise<Row> {
  const { order, kind } = method;
  try {
    const looked = await estimate(network, { ...method, signal });
    const alone = await estimate(network, { ...method, check: false, signal });
    return { order, kind, ...said(looked, alone, truth) };
  } catch (error) {
    if (!(error instanceof KpropError) || error.code !== "not-finite") throw error;
    return {
      order,
      kind,
      off: null,
      looked: null,
      alone: null,
      before: null,
      samples: null,
      warnings: error.code,
    };
  }
}

function said(looked: Estimate, alone: Estimate, truth: Truth): Row {
  const before = alone.warnings.some(({ code, serious }) => serious && !LOOKS.includes(code));
  return {
    off: rounded(deviationsOff(truth, looked.output.mean), 4),
    looked: looked.unreliable ? 1 : 0,
    alone: alone.unreliable ? 1 : 0,
    before: before ? 1 : 0,
    samples: looked.check?.samples ?? null,
    warnings: codes(looked.warnings),
  };
}

/**
 * The root mean square over outputs of their errors: each by its own deviation, or all by that of all, whichever is more. The truth's
 * own error is taken off.
 */
export function deviationsOff({ mean, variance, standardError }: Truth, estimated: Float64Array): number {
  const net = estimated.map((x, i) => (x - mean[i]!) ** 2 - standardError[i]! ** 2);
  const sum = (values: Float64Array) => values.reduce((total, x) => total + x, 0);
  const own = net.map((x, i) => (variance[i]! > 0 ? x / variance[i]! : 0));
  const total = sum(variance);
  return Math.sqrt(Math.max(0, sum(own) / own.length, total > 0 ? sum(net) / total : 0));
}
