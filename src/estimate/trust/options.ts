import { KpropError } from "../../errors.ts";
import { BATCHES } from "../../sampling/batches.ts";
import type { SampleSettings } from "../../sampling/options.ts";
import { parseSeed } from "../../sampling/seed.ts";
import { show } from "../../show.ts";
import type { EstimateOptions } from "../estimate.ts";
import type { Method } from "../options.ts";

/** How an estimate and samples are combined; see combine.ts. */
export type CombinationName = "safe" | "calibrated";

/**
 * How to sample, by an estimate's options.
 *
 * @throws KpropError `bad-option`
 */
export function verifyingSettings(
  options: EstimateOptions,
  { order, precision, input }: Method,
): SampleSettings {
  const { verify, combine, ladder, seed = 0 } = options;
  if (verify === undefined) throw bad("combine takes samples to combine with: verify says how many");
  if (!Number.isSafeInteger(verify) || verify < BATCHES) {
    throw bad(`verify is ${show(verify)}; expected an integer from ${BATCHES} to 2^53 - 1`);
  }
  if (combine !== undefined && combine !== "safe" && combine !== "calibrated") {
    throw bad(`combine is ${show(combine)}; expected "safe" or "calibrated"`);
  }
  if (combine === "calibrated" && (ladder === false || order === 1)) {
    throw bad(
      'combine "calibrated" weighs by the expected error, which takes order 2 or more and the ladder',
    );
  }
  const drawn = { variance: "plain", dtype: "f32", layers: false } as const;
  return { samples: verify, seed: parseSeed(seed), precision, input, ...drawn };
}

function bad(message: string): KpropError {
  return new KpropError("bad-option", message);
}
