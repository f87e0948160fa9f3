import type { Estimate } from "../../src/index.ts";
import type { Network } from "../../src/network/network.ts";
import type { Watch } from "../framework/experiment.ts";

/** What is judged of an estimate. */
export type Outcome = Pick<
  Estimate,
  "order" | "form" | "dtype" | "threads" | "flops" | "seconds" | "unreliable" | "output"
> & { readonly kind: string };

/** A way to estimate a network's means. */
export interface Candidate {
  readonly name: string;
  /** Its FLOPs on a network. */
  readonly flops: (network: Network) => number;
  readonly run: (network: Network, signal: Watch["signal"]) => Promise<Outcome>;
}
