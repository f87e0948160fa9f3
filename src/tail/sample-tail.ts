import type { Network } from "../network/network.ts";
import type { OutputOptions } from "../sampling/sample-outputs.ts";
import type { Core } from "./core.ts";
import { counted } from "./counted.ts";
import { type Cumulants, cumulantsOf, outputCumulants } from "./cumulants.ts";
import { edgeworth, gaussian, type Series, saddlepoint, tailsOfSeries } from "./extrapolate.ts";
import { parseQuestion, questionTypes } from "./question.ts";
import type { SampledTailOptions, SampledTails } from "./tail-by-sampling.ts";
import type { Tails } from "./tail-probability.ts";
import { numbered } from "./tails.ts";
import { thresholdNetwork } from "./threshold-network.ts";

function checkCumulants(
  beyond: readonly Cumulants[],
  neurons: readonly number[],
  { KpropError }: Core,
): void {
  const at = beyond.findIndex((cumulants) => !cumulants.every(Number.isFinite));
  if (at < 0) return;
  throw new KpropError("not-finite", `the cumulants of output ${neurons[at]}'s samples overflow`);
}

/** What `tailBySampling` does. */
export async function sampleTail(
  network: Network,
  options: SampledTailOptions,
  core: Core,
): Promise<SampledTails> {
  const types = { ...core.SAMPLE_TYPES, ...questionTypes(core) };
  const given = core.checkOptions<SampledTailOptions>("tailBySampling", options, types);
  const { threshold, neuron, side, ...others } = given;
  const sampling = others as OutputOptions;
  const question = parseQuestion(network, { threshold, neuron, side }, core);
  const { samples } = core.parseOutputOptions(network, sampling);
  if (samples < 4) throw new core.KpropError("bad-option", "four cumulants take at least 4 samples");
  const extended = thresholdNetwork(network, question);
  const { outputs, ...found } = await core.sampleOutputs(extended, sampling);
  const width = question.neurons.length;
  const beyond = Array.from({ length: width }, (_, i) => cumulantsOf(outputs, width, i));
  checkCumulants(beyond, question.neurons, core);
  const { engine = core.defaultEngine() } = sampling;
  return engine.withKernels(found.precision, async (kernels) => {
    const by = (series: (cumulants: Cumulants) => Series): Tails => {
      return tailsOfSeries(kernels, new core.Arena(kernels), beyond.map(series));
    };
    return {
      ...found,
      counted: counted(kernels.log!, outputs, width),
      gaussian: numbered(by(gaussian), "a Gaussian", core),
      edgeworth: numbered(by(edgeworth), "Edgeworth's series", core),
      saddlepoint: by(saddlepoint),
      cumulants: outputCumulants(beyond, question),
    };
  });
}
