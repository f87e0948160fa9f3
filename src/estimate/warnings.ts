import type { ExecutionResult } from "../plan/execute.ts";

/** A reason to doubt a result. */
export interface Warning {
  readonly code: "assumed" | "floored-variance";
  readonly message: string;
  /** 1-based; absent where the whole network is meant. */
  readonly layer?: number;
  /** How many neurons are concerned. */
  readonly count?: number;
}

/** What was assumed on reading the network, and variances that came out too small to be true. */
export function collectWarnings(notes: readonly string[], { floored }: ExecutionResult): Warning[] {
  return [...notes.map((message): Warning => ({ code: "assumed", message })), ...floored.map(flooredWarning)];
}

function flooredWarning({ layer, low, negative }: ExecutionResult["floored"][number]): Warning {
  const below = negative > 0 ? `, ${negative} of them negative` : "";
  const message = `layer ${layer}: ${low} predicted variances below 1e-10${below}, raised to 1e-10`;
  return { code: "floored-variance", message, layer, count: low };
}
