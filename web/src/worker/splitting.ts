import { tailBySplitting } from "kprop";
import type { Progress, SplitTail, SplittingRequest } from "../protocol/jobs.ts";
import { oneNeuron } from "./one-neuron.ts";
import { HERE } from "./threads.ts";

/** An unbiased estimate of one tail probability, however small. */
export async function splitting(
  request: SplittingRequest,
  tell: (event: Progress) => void,
): Promise<SplitTail> {
  const { threshold } = request;
  const found = await tailBySplitting(await oneNeuron(request, 1), {
    ...{ threshold, samples: request.samples, ...HERE },
    onProgress: ({ done, total }) => tell({ type: "progress", stage: "splitting", done: done / total }),
  });
  const { probability, standardError, samples, seconds, warnings } = found;
  const [first, error] = [probability[0]!, standardError[0]!];
  return { threshold, probability: first, standardError: error, samples, seconds, warnings };
}
