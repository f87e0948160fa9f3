import { type EstimateOptions, estimate, plan } from "../../src/index.ts";
import type { Candidate } from "./candidate.ts";

export type Method = Required<Pick<EstimateOptions, "order" | "kind">> & Pick<EstimateOptions, "form">;

/** f32 rounds by less than 1e-11 of the outputs' mean square where the method works at all (docs/dtype.md). */
export const DTYPE = "f32";

/** From the cheapest to the dearest. */
export const ORDERS_TO_3: readonly Method[] = [
  { order: 1, kind: "simple" },
  { order: 2, kind: "simple" },
  { order: 2, kind: "augment" },
  { order: 3, kind: "simple" },
  { order: 3, kind: "augment-tree" },
];
export const ORDER_4: Method = { order: 4, kind: "simple" };

/** One of the library's estimators, without its ladder. */
export function estimator(method: Method): Candidate {
  const { order, kind, form } = method;
  return {
    name: ["order", order, kind, form].filter(Boolean).join(" "),
    flops: (network) => plan(network, { ...method, dtype: DTYPE }).flops,
    run: (network, signal) =>
      estimate(network, { ...method, dtype: DTYPE, ladder: false, check: false, signal }),
  };
}
