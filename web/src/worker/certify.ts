import { estimate, type Network } from "kprop";
import type { Certified, Estimated, RaceRequest } from "../protocol/jobs.ts";
import { HERE } from "./threads.ts";

/** The fewest samples that the library certifies by. */
const FEWEST = 64;
/** Of samples that the race did not draw. */
const SEED = 2 ** 40;

/** What fresh samples, half as many as were drawn, say of how far an estimate is off; null: they are all the same. */
export async function certify(
  network: Network,
  { method }: Estimated,
  drawn: number,
  { dtype }: RaceRequest,
): Promise<Certified | null> {
  const verify = Math.max(FEWEST, Math.floor(drawn / 2));
  const options = { ...method, dtype, ...HERE, ladder: false, verify, seed: SEED };
  const { samples, lower, upper, worthSamples } = (await estimate(network, options)).certificate!;
  if (lower === null || upper === null || worthSamples === null) return null;
  return { method, samples, lower, upper, worthSamples };
}
