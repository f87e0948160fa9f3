import type { SamplingKernels } from "./kernels.ts";
import type { Moments } from "./moments.ts";

/**
 * Moments whose standard errors are no smaller than a few roundings of the type that the network was evaluated in: where a control
 * variate leaves nothing to chance, that is what the mean is good for.
 */
export function roundedErrors(
  { mean, variance, standardError }: Moments,
  { bytes }: SamplingKernels,
): Moments {
  const few = bytes === 4 ? 2 ** -22 : 2 ** -51;
  const errors = standardError.map((error, i) =>
    Math.max(error, few * Math.sqrt(mean[i]! * mean[i]! + variance[i]!)),
  );
  return { mean, variance, standardError: errors };
}
