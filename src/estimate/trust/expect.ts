import type { ExpectedError } from "../expected-error.ts";
import type { Judgement } from "./certificate.ts";

/** The mean squared error to expect of an estimate: what its orders foretell, or what samples show at least, if that is more. */
export function expectedMse(foretold: ExpectedError | null, { lower, variance }: Judgement): number {
  const shown = lower === null ? 0 : lower * variance;
  return Math.max(foretold?.mse ?? 0, shown);
}
