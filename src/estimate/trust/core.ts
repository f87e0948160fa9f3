import { defaultEngine } from "../../engine/default.ts";
import { evaluateAll } from "../../sampling/sample.ts";
import type { Alone } from "../estimate.ts";

/** What is loaded already, handed to this room's chunk, for the reason that tail/core.ts gives. */
export const core = (estimateAlone: Alone) => ({ defaultEngine, estimateAlone, evaluateAll });

export type Core = ReturnType<typeof core>;
