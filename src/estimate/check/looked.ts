import type { Network } from "../../network/network.ts";
import type { BatchedMoments } from "../../sampling/batches.ts";
import type { Estimate, EstimateOptions } from "../estimate.ts";
import type { Method } from "../options.ts";
import { settled } from "../warnings/few-directions.ts";
import { type Apart, offSamples } from "../warnings/off-samples.ts";
import { isUnreliable, type Warning } from "../warnings/warning.ts";
import type { Core } from "./core.ts";
import { isDoubtful } from "./doubt.ts";
import { Draws } from "./draws.ts";
import { closerStages, glance } from "./how-many.ts";
import { Progress } from "./progress.ts";
import { seenBy } from "./seen.ts";
import { isOdd, type Verdict, verdictOf } from "./verdict.ts";

/** What a few samples say that an estimate was compared with. */
export interface Look {
  /** How many were drawn last: some dozens, and thousands where these or the numbers themselves cast doubt on the estimate. */
  readonly samples: number;
  /** E[output] by these samples, one number per output neuron, and the standard error of each. */
  readonly mean: Float64Array;
  readonly standardError: Float64Array;
  /** Operations of all samples, as `sample` counts them; the estimate's `flops` are without. */
  readonly flops: number;
  /** What they took; the estimate's `seconds` are without. */
  readonly seconds: number;
}

/** Of more outputs no samples are looked at: batches of them would take more memory than the estimate does. */
const MOST_OUTPUTS = 2 ** 17;

/** An estimate with a look at samples; network and options are checked. */
export async function looked(
  network: Network,
  { check: _, ...options }: EstimateOptions,
  method: Method,
  core: Core,
): Promise<Estimate> {
  if (network.layers.at(-1)!.weight.rows > MOST_OUTPUTS)
    return (await core.estimateAlone(network, options)).estimate;
  const inputs = network.layers[0]!.weight.columns;
  const factor = await core.factorOf(method.input, options);
  const drawn = core.drawing(method.input, inputs, factor);
  const first = glance(network);
  const progress = new Progress(options.onProgress, core.sampleFlops(network, drawn, 1, false), first);
  const onProgress = options.onProgress && progress.estimated;
  const { estimate, results } = await core.estimateAlone(network, { ...options, onProgress });
  const draws = new Draws({ network, options, method, core, progress });
  const { batched, verdict } = await look({ network, method, estimate, results, first, draws });
  const warnings = afterLook(estimate, batched, verdict);
  return {
    ...estimate,
    ...(batched && { check: lookOf(batched, draws) }),
    unreliable: isUnreliable(warnings),
    warnings,
  };
}

function lookOf({ samples, output: { mean, standardError } }: BatchedMoments, draws: Draws): Look {
  return { samples, mean, standardError, flops: draws.flops, seconds: draws.seconds };
}

interface Looking {
  readonly network: Network;
  readonly method: Method;
  readonly estimate: Estimate;
  readonly results: ReadonlyMap<string, Float64Array>;
  /** Draws of the first look. */
  readonly first: number;
  readonly draws: Draws;
}

/** The last samples drawn, and what they say; null where they overflow or do not fit in memory. */
interface Looked {
  readonly batched: BatchedMoments | null;
  readonly verdict: Verdict;
}

/**
 * A first look at a few samples, and where these or the estimate's own numbers cast doubt a closer one, in f64, so that rounding is
 * out of the question.
 */
async function look(looking: Looking): Promise<Looked> {
  const { network, method, estimate, results, first, draws } = looking;
  const { mean } = estimate.output;
  const glanced = await draws.take(first, "f32");
  const seen = glanced && seenBy(mean, glanced);
  if (seen !== null && !isOdd(seen) && !isDoubtful(network, method, estimate, results, seen.variance))
    return { batched: glanced, verdict: "right" };
  const stages = closerStages(network, estimate.flops);
  if (stages.length === 0) stages.push(first);
  for (const [at, samples] of stages.entries()) {
    const last = at === stages.length - 1;
    const batched = await draws.take(samples, "f64");
    if (batched === null) break;
    const verdict = verdictOf(seenBy(mean, batched), last);
    if (verdict !== "open" || last) return { batched, verdict };
  }
  return { batched: glanced, verdict: seen === null ? "open" : verdictOf(seen, true) };
}

/** So many samples that find nothing say that there is nothing of size to be found. */
const ENOUGH = 4096;

/** Doubts that samples settle are settled; an error that they show is said. */
function afterLook(
  { output, warnings }: Estimate,
  batched: BatchedMoments | null,
  verdict: Verdict,
): readonly Warning[] {
  if (batched === null) return warnings;
  if (verdict === "off") return [...warnings, offSamples(farthest(output.mean, batched))];
  const isSettled = verdict === "right" || batched.samples >= ENOUGH;
  return isSettled ? settled(warnings) : warnings;
}

function farthest(estimate: Float64Array, batched: BatchedMoments): Apart {
  const { worst } = seenBy(estimate, batched);
  const { mean, standardError } = batched.output;
  return {
    ...{ output: worst, samples: batched.samples },
    ...{ estimated: estimate[worst]!, sampled: mean[worst]!, standardError: standardError[worst]! },
  };
}
