import type { Warning } from "./warning.ts";

/** An output as an estimate has it and as samples have it. */
export interface Apart {
  readonly output: number;
  readonly estimated: number;
  readonly sampled: number;
  readonly standardError: number;
  readonly samples: number;
}

/** Samples that the estimate cannot be right beside; the output is the one that is farthest off. */
export function offSamples({ output, estimated, sampled, standardError, samples }: Apart): Warning {
  const short = (x: number) => String(Number(x.toPrecision(4)));
  const by = `${samples} samples give output ${output} a mean of ${short(sampled)} ± ${standardError.toPrecision(2)}`;
  const message = `${by}, the estimate gives it ${short(estimated)}: off by more than a tenth of a deviation`;
  return { code: "off-samples", message, serious: true };
}
