import { sampleOutputs, tailProbability } from "kprop";
import { survivors } from "../model/survivors.ts";
import type { Method, SampledTail, TailCurve, TailsEvent, TailsRequest } from "../protocol/jobs.ts";
import { failureOf } from "./failure.ts";
import { oneNeuron } from "./one-neuron.ts";
import { HERE } from "./threads.ts";

type Tell = (event: TailsEvent) => void;

/** One neuron's tail probabilities on a grid: counted among samples, then as each method says. */
export async function tails(request: TailsRequest, tell: Tell): Promise<null> {
  const sampled = await sampledTail(request, tell);
  tell({ type: "sampled", sampled });
  for (const method of request.methods) {
    try {
      tell({ type: "curve", curve: await curve(request, method, sampled.thresholds, tell) });
    } catch (error) {
      tell({ type: "failed", method, error: failureOf(error) });
    }
  }
  return null;
}

async function sampledTail(request: TailsRequest, tell: Tell): Promise<SampledTail> {
  const { dtype, samples, from, to, steps } = request;
  const network = await oneNeuron(request, 1);
  const { outputs, seconds } = await sampleOutputs(network, {
    ...{ samples, dtype, ...HERE },
    onProgress: ({ done, total }) => tell({ type: "progress", stage: "sampling", done: done / total }),
  });
  const mean = outputs.reduce((sum, x) => sum + x, 0) / samples;
  const deviation = Math.sqrt(outputs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (samples - 1));
  const thresholds = Float64Array.from(
    { length: steps + 1 },
    (_, i) => mean + (from + ((to - from) * i) / steps) * deviation,
  );
  return { samples, seconds, mean, deviation, thresholds, beyond: survivors(outputs, thresholds) };
}

async function curve(
  request: TailsRequest,
  method: Method,
  thresholds: Float64Array,
  tell: Tell,
): Promise<TailCurve> {
  const network = await oneNeuron(request, thresholds.length);
  const stage = `order ${method.order} ${method.kind}`;
  const { probability, logProbability, seconds, warnings } = await tailProbability(network, {
    ...{ ...method, dtype: request.dtype, ...HERE, ladder: false, threshold: thresholds },
    onProgress: ({ done, total }) => tell({ type: "progress", stage, done: done / total }),
  });
  return { method, seconds, probability, logProbability, warnings };
}
