import { KpropError } from "../errors.ts";
import type { Estimate } from "../estimate/estimate.ts";
import type { MethodOptions } from "../estimate/options.ts";
import { checkFits, plan } from "../estimate/plan.ts";
import type { Network } from "../network/network.ts";
import { encodeSafetensors } from "../network/safetensors/encode.ts";
import { length } from "../plan/plan.ts";
import { byteSize } from "./numbers.ts";

/** What a file that is put together in memory may take. */
const LARGEST = 2 ** 32;

/**
 * Checks, before an estimate runs, that it can run and that a file of all its cumulants can be put together.
 *
 * @throws KpropError `too-large`, and whatever `plan` throws
 */
export function checkCumulants(network: Network, options: MethodOptions): void {
  const planned = plan(network, { ...options, cumulants: true });
  checkFits(planned, network);
  const { operations, buffers } = planned.plan;
  let bytes = 0;
  for (const operation of operations) {
    if (operation.op === "store" && !operation.aside) bytes += 8 * length(buffers[operation.from]!);
  }
  if (bytes <= LARGEST) return;
  const limit = `a file of them holds ${byteSize(LARGEST)}`;
  throw new KpropError("too-large", `the cumulants of every layer take ${byteSize(bytes)}; ${limit}`);
}

/** A safetensors file whose keys say which estimator a core is of: `simple/K2/exact/X1/kappa2`. */
export function cumulantFile({ kind, order, metric, cumulants }: Estimate): Uint8Array {
  const prefix = `${kind}/K${order}/${metric}/`;
  return encodeSafetensors(new Map([...cumulants!].map(([key, core]) => [prefix + key, core])));
}
