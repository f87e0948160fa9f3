import type { SampledTails } from "./tail-by-sampling.ts";

/** The shares of the positive entries in the columns of a row-major table; `log` from the kernels. */
export function counted(
  log: (x: number) => number,
  table: Float64Array,
  columns: number,
): SampledTails["counted"] {
  const count = new Float64Array(columns);
  table.forEach((z, at) => {
    if (z > 0) count[at % columns]! += 1;
  });
  const n = table.length / columns;
  const probability = count.map((each) => each / n);
  return {
    ...{ probability, count, logProbability: probability.map(log) },
    standardError: probability.map((p) => Math.sqrt((p * (1 - p)) / n)),
  };
}
