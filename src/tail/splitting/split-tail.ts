import type { Warning } from "../../estimate/warnings/warning.ts";
import type { Network } from "../../network/network.ts";
import type { OutputOptions } from "../../sampling/sample-outputs.ts";
import type { Core } from "../core.ts";
import { parseQuestion, questionTypes } from "../question.ts";
import type { SplitTailOptions, SplitTails } from "../tail-by-splitting.ts";
import { thresholdNetwork } from "../threshold-network.ts";
import { type Split, split } from "./split.ts";

/** Fewer evaluations find no probability worth the trouble. */
const LEAST = 20_000;
/** A standard error of more than this part of the probability. */
const IMPRECISE = 0.3;

/** What `tailBySplitting` does. */
export async function splitTail(
  network: Network,
  options: SplitTailOptions,
  core: Core,
): Promise<SplitTails> {
  const start = performance.now();
  const { question, sampling, settings } = parse(network, options, core);
  const { samples, precision: asked, input, dtype } = settings;
  const factor = await core.factorOf(input, sampling);
  const { precision } = await core.compiledKernels(asked);
  const drawing = core.drawing(input, network.layers[0]!.weight.columns, factor);
  const { neurons, thresholds, side } = question;
  const total = samples * neurons.length;
  const found: (Split & { readonly flops: number })[] = [];
  for (const [at, neuron] of neurons.entries()) {
    const one = thresholdNetwork(network, {
      neurons: [neuron],
      thresholds: thresholds.slice(at, at + 1),
      side,
    });
    const flopsOf = (count: number) => core.sampleFlops(one, drawing, count, false);
    const evaluation = { network: core.sampledNetwork(one), settings, factor };
    const onPart = (part: number) =>
      sampling.onProgress?.({ done: Math.round((at + part) * samples), total });
    const each = await split(evaluation, sampling, flopsOf(1), onPart, core);
    // A step adds multiples of two vectors; a particle's first evaluation has none.
    const steps = 3 * drawing.normals * (each.evaluations - each.particles);
    found.push({ ...each, flops: flopsOf(each.evaluations) + steps });
  }
  const sum = (of: (each: (typeof found)[number]) => number) =>
    found.reduce((all, each) => all + of(each), 0);
  const { engine = core.defaultEngine() } = sampling;
  const tails = await engine.withKernels(precision, async ({ log }) => tailsOf(found, log!));
  const warnings = doubts(tails, neurons);
  return {
    ...tails,
    samples: sum(({ evaluations }) => evaluations),
    ...{ seed: sampling.seed ?? 0, dtype, precision },
    flops: sum(({ flops }) => flops),
    threads: Math.max(...found.map(({ threads }) => threads)),
    seconds: (performance.now() - start) / 1000,
    unreliable: warnings.some(({ serious }) => serious),
    warnings,
  };
}

function parse(network: Network, options: SplitTailOptions, core: Core) {
  const types = { ...core.SAMPLE_TYPES, ...questionTypes(core) };
  const given = core.checkOptions<SplitTailOptions>("tailBySplitting", options, types);
  const { threshold, neuron, side, ...others } = given;
  const sampling = others as OutputOptions;
  const question = parseQuestion(network, { threshold, neuron, side }, core);
  const settings = core.parseOutputOptions(network, sampling);
  if (settings.samples < LEAST) {
    const message = `samples is ${settings.samples}; splitting takes at least ${LEAST}`;
    throw new core.KpropError("bad-option", message);
  }
  return { question, sampling, settings };
}

type Estimates = Pick<SplitTails, "probability" | "logProbability" | "standardError" | "runs">;

/** Each output's mean over its runs; 0 where there are none. */
function tailsOf(found: readonly Split[], log: (x: number) => number): Estimates {
  const runs = found.map((each) => Float64Array.from(each.runs));
  const probability = Float64Array.from(runs, (each) => sumOf(each) / Math.max(1, each.length));
  const standardError = Float64Array.from(runs, (each, at) => {
    const squares = sumOf(each.map((p) => (p - probability[at]!) ** 2));
    return each.length === 0 ? 0 : Math.sqrt(squares / (each.length - 1) / each.length);
  });
  return { probability, logProbability: probability.map(log), standardError, runs };
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, x) => sum + x, 0);
}

function doubts({ probability, standardError }: Estimates, neurons: readonly number[]): Warning[] {
  return neurons.flatMap((neuron, at): Warning[] => {
    const [p, error] = [probability[at]!, standardError[at]!];
    if (p === 0) {
      const message = `output ${neuron}: no sample came beyond the threshold; its probability is shown as 0`;
      return [{ code: "unreached", message, serious: true }];
    }
    if (error <= IMPRECISE * p) return [];
    const message = `output ${neuron}: the standard error is ${Math.round((100 * error) / p)} % of the probability`;
    return [{ code: "imprecise", message, serious: false }];
  });
}
