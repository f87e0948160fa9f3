import { KpropError } from "../../errors.ts";
import { drawing } from "../../sampling/drawing.ts";
import { factorOf } from "../../sampling/factor-of.ts";
import { sampleFlops } from "../../sampling/flops.ts";
import { evaluateAll } from "../../sampling/sample.ts";
import type { Alone } from "../estimate.ts";

/** What is loaded already, handed to this room's chunk, for the reason that tail/core.ts gives. */
export const core = (estimateAlone: Alone) => ({
  ...{ drawing, estimateAlone, evaluateAll, factorOf, KpropError, sampleFlops },
});

export type Core = ReturnType<typeof core>;
