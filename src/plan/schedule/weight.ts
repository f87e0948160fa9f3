import { length, type Plan } from "../plan.ts";
import type { Step } from "../steps.ts";

/** What other operations take for each of their FLOPs, against products of matrices. */
const FLOP_WEIGHTS = { gemm: 1, terms: 10, wick: 18, orthonormalise: 18 };
/** What moving an element takes. */
const MOVE = 18;
/** What beginning anything takes, whatever it is. */
export const START = 2 ** 17;

/**
 * About how long a step takes, in FLOPs of a product of matrices that takes as long. Rough: tasks are taken as threads become
 * free, so that a wrong weight costs a wait at most.
 */
export function weight({ does, flops }: Pick<Step, "does" | "flops">, { buffers }: Plan): number {
  switch (does.op) {
    case "load":
      return START + MOVE * length(buffers[does.out]!);
    case "store":
      return START + MOVE * length(buffers[does.from]!);
    case "mirror":
      return START + (MOVE * does.count * does.n ** 2) / 2;
    case "floor-variance":
    case "pass-variance":
      return START + MOVE * does.n;
    case "terms": {
      const elements = does.extents.reduce((product, extent) => product * extent, 1);
      return START + Math.max(FLOP_WEIGHTS.terms * flops, MOVE * elements);
    }
    default:
      return START + FLOP_WEIGHTS[does.op] * flops;
  }
}
