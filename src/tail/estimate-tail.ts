import type { Network } from "../network/network.ts";
import type { Core } from "./core.ts";
import { parseQuestion, questionTypes } from "./question.ts";
import type { TailEstimate, TailOptions } from "./tail-probability.ts";
import { type CorrectedTails, TAIL_FLOPS, tailsOf } from "./tails.ts";
import { thresholdNetwork } from "./threshold-network.ts";
import { logDifferences, tailWarnings } from "./warnings.ts";

/** What `tailProbability` does. */
export async function estimateTail(
  network: Network,
  options: TailOptions,
  core: Core,
): Promise<TailEstimate> {
  const { question, method } = parse(network, options, core);
  const { engine = core.defaultEngine() } = method;
  const tails: CorrectedTails[] = [];
  const extended = thresholdNetwork(network, question);
  const found = await core.estimateTo({ family: "tail" }, extended, method, async (all, precision) => {
    await engine.withKernels(precision, async (kernels) => {
      for (const { results } of all) tails.push(tailsOf(kernels, new core.Arena(kernels), results));
    });
    return logDifferences(tails);
  });
  const { planned: _planned, results: _results, differences: _differences, ...described } = found;
  const tail = tails.pop()!;
  const doubts = tailWarnings(tail, question);
  return {
    ...described,
    ...tail,
    lower: tails.map(({ probability, logProbability }, at) => {
      return { order: ([1, 2, 3] as const)[at]!, probability, logProbability };
    }),
    flops: found.flops + question.neurons.length * TAIL_FLOPS,
    unreliable: found.unreliable || doubts.some(({ serious }) => serious),
    warnings: [...found.warnings, ...doubts],
  };
}

/** The question apart from the method. */
function parse(network: Network, options: TailOptions, core: Core) {
  const {
    layers: _l,
    cumulants: _c,
    check: _k,
    verify: _v,
    combine: _b,
    seed: _s,
    ...types
  } = core.METHOD_TYPES;
  core.checkOptions<TailOptions>("tailProbability", options, { ...types, ...questionTypes(core) });
  const { threshold, neuron, side, ...method } = options ?? {};
  return { question: parseQuestion(network, { threshold, neuron, side }, core), method };
}
