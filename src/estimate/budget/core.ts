import { compiledKernels } from "../../backend/kernels.ts";
import { expectAbort, paced } from "../../backend/pace.ts";
import { defaultEngine } from "../../engine/default.ts";
import { drawing } from "../../sampling/drawing.ts";
import { factorOf } from "../../sampling/factor-of.ts";
import { sampleFlops } from "../../sampling/flops.ts";
import { evaluateAll } from "../../sampling/sample.ts";
import { LEAST_SHARED } from "../../threads/available.ts";
import type { runEstimates } from "../estimate.ts";
import { planning } from "../plan.ts";

/** What is loaded already, handed to this room's chunk, for the reason that tail/core.ts gives. */
export const core = (run: typeof runEstimates) => ({
  ...{
    compiledKernels,
    defaultEngine,
    drawing,
    evaluateAll,
    expectAbort,
    factorOf,
    LEAST_SHARED,
    paced,
    planning,
    runEstimates: run,
    sampleFlops,
  },
});

export type Core = ReturnType<typeof core>;
