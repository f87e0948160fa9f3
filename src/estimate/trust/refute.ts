import type { ExpectedError } from "../expected-error.ts";
import type { Warning } from "../warnings/warning.ts";
import type { Judgement } from "./certificate.ts";

/** How far an error may be above what the ladder foretells: nearly all random networks' stay within (docs/trust.md). */
const BEYOND = 5;

/** What so many samples say against an estimate. */
export function refutations(
  { vnmse, lower, variance }: Judgement,
  expected: ExpectedError | null,
  samples: number,
): Warning[] {
  if (vnmse === null || lower === null) return [];
  const foretold = expected === null ? 1 : Math.min(1, (BEYOND * expected.mse) / variance);
  const seen = `samples show a vnMSE of ${vnmse.toExponential(1)}, ${lower.toExponential(1)} at least`;
  if (lower > foretold) {
    const against =
      foretold < 1
        ? `its orders foretell ${(foretold / BEYOND).toExponential(1)}`
        : "more than the outputs vary";
    return [{ code: "refuted", message: `${seen}: ${against}`, serious: true }];
  }
  if (lower * samples <= 1) return [];
  return [
    { code: "outdone", message: `${seen}: they are nearer to the truth than the estimate`, serious: false },
  ];
}
