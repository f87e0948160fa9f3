import { plan } from "kprop";
import type { CostsRequest, MethodCost } from "../protocol/jobs.ts";
import { opened } from "./read-network.ts";
import { THREADS } from "./threads.ts";

/** What WebAssembly's memory holds. */
const MEMORY = 2 ** 32;

/** Plans one method after the other, telling of each: plans of high orders take a while to write. */
export async function costs(
  { network: spec, methods, dtype, cumulants }: CostsRequest,
  tell: (cost: MethodCost) => void,
): Promise<null> {
  const { network } = await opened(spec);
  for (const method of methods) {
    const { flops, bytes } = plan(network, { ...method, dtype, cumulants, threads: THREADS });
    tell({ method, flops, bytes, fits: bytes <= MEMORY });
  }
  return null;
}
